import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Decided } from 'api/operations/parked/contract.ts';
import type { ParkedGroup } from 'api/operations/parked/groupsContract.ts';
import { useState } from 'react';
import { type Choice, preview, replay, restore } from '../ask/parked.ts';
import { AddTranslation } from '../parts/AddTranslation.tsx';
import { Advice } from '../parts/Advice.tsx';
import { At } from '../parts/At.tsx';
import { Fact } from '../parts/Fact.tsx';
import { useMayAs } from '../parts/mayOperate.ts';
import { useDecision } from '../parts/useDecision.ts';
import { Wide } from '../parts/Wide.tsx';
import { many } from '../parts/words.ts';
import { Assigned } from './Assigned.tsx';
import { Discard } from './Discard.tsx';
import styles from './Exceptions.module.css';
import { Gone } from './Gone.tsx';
import { JobProgress } from './JobProgress.tsx';
import { Messages } from './Messages.tsx';
import { PreviewSums } from './PreviewSums.tsx';
import { Title } from './Title.tsx';
import { sayWorth } from './worth.ts';

interface GroupPanelProps {
  group: ParkedGroup;
  /** Nothing is parked for it any more: what is left to see is what became of it. */
  gone: boolean;
}

/** One cause: what would mend it, what becomes of its messages, and the messages. */
export function GroupPanel({ group, gone }: GroupPanelProps) {
  const navigate = useNavigate({ from: '/exceptions' });
  const choice: Choice = { filter: { group: group.id } };
  const mayHand = useMayAs('operator', 'steward');
  const mayDiscard = useMayAs('operator');
  const mayTranslate = useMayAs('steward');
  const [discarded, setDiscarded] = useState<Decided>();
  const looking = useDecision(() => preview(choice), []);
  const handing = useDecision(() => replay(choice), ['parked', 'sites']);
  /** What becomes of the cause is seen here, also when it is gone. */
  const stay = () =>
    void navigate({ to: '/exceptions', search: (now) => ({ ...now, group: group.id }), replace: true });
  const hand = () => {
    stay();
    handing.mutate(undefined);
  };
  if (gone && discarded) return <Discarded group={group} choice={choice} count={discarded.decided} />;
  if (gone)
    return handing.data?.job === undefined ? (
      <Gone />
    ) : (
      <Wide className={styles['panel']} label="Cause">
        <h2>
          <Title group={group} />
        </h2>
        <JobProgress id={handing.data.job} />
      </Wide>
    );
  return (
    <Wide className={styles['panel']} label="Cause">
      <h2>
        <Title group={group} />
      </h2>
      <p className={styles['advice']}>
        <Advice>{group.advice}</Advice>
      </p>
      <dl className={styles['facts']}>
        <Fact name="Parked">{many(group.count, 'message')}</Fact>
        <Fact name="Held back">
          {group.behind === 0 ? 'nothing' : `${many(group.behind, 'message')} of ${many(group.keys, 'key')}`}
        </Fact>
        {group.orders > 0 && <Fact name="What that costs">{sayWorth(group)}</Fact>}
        <Fact name="Since">
          <At time={group.oldest} />
        </Fact>
        <Fact name="Who can mend it">{group.actor}</Fact>
        <Assigned group={group} />
      </dl>
      {mayTranslate && group.translation && !group.mended && (
        <AddTranslation translation={group.translation} />
      )}
      <div className={styles['verbs']}>
        {mayHand && (
          <Button loading={handing.isPending} onClick={hand}>
            Hand back {many(group.count, 'message')}
          </Button>
        )}
        <Button variant="default" loading={looking.isPending} onClick={() => looking.mutate(undefined)}>
          Preview
        </Button>
        {mayDiscard && (
          <Discard
            choice={choice}
            title={`Discard ${many(group.count, 'message')}`}
            says="They leave the line, and what waits behind them goes on. They are kept, and can be restored."
            done={(decided) => {
              stay();
              setDiscarded(decided);
            }}
          />
        )}
      </div>
      {(handing.error ?? looking.error) && (
        <p className={styles['refused']}>{(handing.error ?? looking.error)?.told.detail}</p>
      )}
      {looking.data && <PreviewSums preview={looking.data} />}
      {handing.data?.job !== undefined && <JobProgress id={handing.data.job} />}
      <Messages group={group.id} />
    </Wide>
  );
}

/** What was discarded a moment ago, and the way back. */
function Discarded({ group, choice, count }: { group: ParkedGroup; choice: Choice; count: number }) {
  const restoring = useDecision(() => restore(choice), ['parked', 'sites']);
  return (
    <Wide className={styles['panel']} label="Cause">
      <h2>
        <Title group={group} />
      </h2>
      <p role="status">{many(count, 'message is', 'messages are')} discarded.</p>
      <div className={styles['verbs']}>
        <Button variant="default" loading={restoring.isPending} onClick={() => restoring.mutate(undefined)}>
          Restore
        </Button>
      </div>
      {restoring.error && <p className={styles['refused']}>{restoring.error.told.detail}</p>}
    </Wide>
  );
}
