import { useQuery } from '@tanstack/react-query';
import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';
import type { QualityAnswer } from 'api/operations/quality/contract.ts';
import { Spark } from '../parts/Spark.tsx';
import { Empty, Loading, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Whole } from '../parts/Whole.tsx';
import { Wide } from '../parts/Wide.tsx';
import { count, many, sayInterface, sentenceOf, titleOf, wordsOf } from '../parts/words.ts';
import { completeness, quality } from './askCodes.ts';
import styles from './MasterData.module.css';
import { MasterDataHead } from './MasterDataHead.tsx';
import { type Cell, matrixOf, percent, standingOf } from './shares.ts';

/** How much of what there is each system knows, and how much could go to it. */
export function CompletenessPage() {
  const complete = useQuery(completeness);
  return (
    <>
      <MasterDataHead>
        How much of what there is each system has a key for, how many of its units and codes are translated,
        and how much could go to it.
      </MasterDataHead>
      <Told of={complete} rows={10}>
        {(answer) => {
          const { entities, rows } = matrixOf(answer);
          if (rows.length === 0)
            return (
              <Empty title="Nothing is known yet">
                Once systems tell things, it is counted here what they have keys for.
              </Empty>
            );
          return (
            <Wide label="Completeness">
              <table className={tables['table']}>
                <thead>
                  <tr>
                    <th>System</th>
                    {entities.map((entity) => (
                      <th key={entity}>{sentenceOf(wordsOf(entity))}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ system, cells }) => (
                    <tr key={system}>
                      <th scope="row">{titleOf(system)}</th>
                      {entities.map((entity) => (
                        <td key={entity}>
                          <Shares cell={cells.get(entity)} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
          );
        }}
      </Told>
      <section className={styles['versions']}>
        <h2>Checked without a finding, over the last week</h2>
        {complete.isPending ? <Loading /> : <Quality />}
      </section>
    </>
  );
}

/** A quality rule by its number, `IT-02`; what the hub itself found in words: `reference-unknown` → `reference unknown`. */
function sayRule(rule: string): string {
  return /^[a-z-]+$/.test(rule) ? rule.replaceAll('-', ' ') : rule;
}

/** Told once what stands over it is there, which would push it away. */
function Quality() {
  return <Told of={useQuery(quality)}>{({ scores }) => <Scores scores={scores} />}</Told>;
}

function Shares({ cell }: { cell: Cell | undefined }) {
  if (!cell) return <span className={styles['none']}>–</span>;
  const { reference, translations, targets } = cell;
  return (
    <div className={styles['shares']}>
      {reference && (
        <span title={`${count(reference.known)} of ${count(reference.records)} have a key there`}>
          {percent(reference.share)} <small>keys</small>
        </span>
      )}
      {translations.map(({ what, known, missing, share, parked }) => (
        <span
          key={what}
          data-standing={missing > 0 ? 'below' : undefined}
          title={`${count(known)} of ${count(known + missing)} are translated`}
        >
          {percent(share)} <small>{what}</small>
          {parked > 0 && <small>, {count(parked)} wait</small>}
        </span>
      ))}
      {targets.map((target) => (
        <span
          key={target.interface}
          data-standing={standingOf(target)}
          title={[
            `${sayInterface(target.interface)}: ${count(target.deliverable)} of ${count(target.meant)} could go`,
            ...target.missing.map(({ what, count: lacking }) => `${what}: ${count(lacking)}`),
          ].join('\n')}
        >
          {percent(target.share)}{' '}
          <small>
            can go{targets.length > 1 && ` to ${target.interface.split('/')[1]}`}
            {lacks(target.missing)}
          </small>
          {target.goLive !== undefined && (
            <small> {target.liveAt === undefined ? `live at ${percent(target.goLive)}` : 'live'}</small>
          )}
        </span>
      ))}
    </div>
  );
}

/** What it lacks most: `, lacks 12 item reference`. */
function lacks([most]: CompletenessAnswer['targets'][number]['missing']): string {
  return most ? `, lacks ${many(most.count, most.what)}` : '';
}

function Scores({ scores }: { scores: QualityAnswer['scores'] }) {
  if (scores.length === 0) return <Empty title="Nothing was checked in the last week" />;
  return (
    <Wide label="Quality">
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>Entity</th>
            <th>System</th>
            <th>Site</th>
            <th data-number>Checked</th>
            <th data-number>Without a finding</th>
            <th>Hour by hour</th>
            <th>What was found most</th>
          </tr>
        </thead>
        <tbody>
          {scores.map(({ entity, system, site, checked, score, rules, history }) => (
            <tr key={`${entity} ${system} ${site}`}>
              <td>{sentenceOf(wordsOf(entity))}</td>
              <td data-whole>{titleOf(system)}</td>
              <td data-whole>{titleOf(site)}</td>
              <td data-number>{count(checked)}</td>
              <td data-number>{percent(score)}</td>
              <td className={styles['hours']}>
                {history.length < 2 ? (
                  '–'
                ) : (
                  <Spark
                    values={history.map((hour) => hour.score)}
                    height={18}
                    label={`${wordsOf(entity)} of ${titleOf(system)}, hour by hour`}
                  />
                )}
              </td>
              <td>
                <Whole>{rules[0] ? `${sayRule(rules[0].rule)}, ${many(rules[0].found, 'time')}` : '–'}</Whole>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
