import { useQuery } from '@tanstack/react-query';
import type { QualityAnswer } from 'api/operations/quality/contract.ts';
import { Spark } from '../parts/Spark.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Whole } from '../parts/Whole.tsx';
import { Wide } from '../parts/Wide.tsx';
import { count, many, sentenceOf, titleOf, wordsOf } from '../parts/words.ts';
import { quality } from './askCodes.ts';
import styles from './MasterData.module.css';
import { percent } from './shares.ts';

/** How much of what systems told was checked without a finding. */
export function QualityScores() {
  return <Told of={useQuery(quality)}>{({ scores }) => <Scores scores={scores} />}</Told>;
}

/** A quality rule by its number, `IT-02`; what the hub itself found in words: `reference-unknown` → `reference unknown`. */
function sayRule(rule: string): string {
  return /^[a-z-]+$/.test(rule) ? rule.replaceAll('-', ' ') : rule;
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
