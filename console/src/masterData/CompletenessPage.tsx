import { useQuery } from '@tanstack/react-query';
import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';
import { At } from '../parts/At.tsx';
import { Empty, Loading, Told } from '../parts/Told.tsx';
import { completeness, completenessKept } from './askCodes.ts';
import { CompletenessMatrix } from './CompletenessMatrix.tsx';
import { Lacking } from './Lacking.tsx';
import styles from './MasterData.module.css';
import { MasterDataHead } from './MasterDataHead.tsx';
import { QualityScores } from './QualityScores.tsx';

/** How much of what there is each system knows, and how much could go to it. */
export function CompletenessPage() {
  const now = useQuery(completeness);
  const kept = useQuery({ ...completenessKept, enabled: now.data === undefined });
  const shown = now.data === undefined && kept.data !== undefined ? kept : now;
  return (
    <>
      <MasterDataHead>
        How much of what there is could go to each system, with all its keys, units and codes.
      </MasterDataHead>
      <Told of={shown} rows={10}>
        {(answer) => <Measured answer={answer} isNew={answer === now.data} />}
      </Told>
      <section className={styles['versions']}>
        <h2>Checked without a finding, over the last week</h2>
        {shown.isPending ? <Loading /> : <QualityScores />}
      </section>
    </>
  );
}

/** `isNew`: measured for this look at the page, not for an earlier one. */
function Measured({ answer, isNew }: { answer: CompletenessAnswer; isNew: boolean }) {
  const { references, translations, targets, measuredAt } = answer;
  if (references.length + translations.length + targets.length === 0)
    return (
      <Empty title="Nothing is known yet">
        Once systems tell things, it is counted here what they have keys for.
      </Empty>
    );
  return (
    <>
      <Lacking answer={answer} />
      <CompletenessMatrix answer={answer} />
      <p className={styles['rest']}>
        Measured at <At time={measuredAt} as="seconds" />, over the newest of every entity
        {!isNew && '; it is being measured anew'}.
      </p>
    </>
  );
}
