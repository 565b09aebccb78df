import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { CompletenessAnswer } from 'api/operations/completeness/contract.ts';
import { Fragment } from 'react';
import { type System, sitesNow } from '../ask/sites.ts';
import { Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { count, many, sentenceOf, titleOf, wordsOf } from '../parts/words.ts';
import styles from './MasterData.module.css';
import { type Cell, leastOf, matrixOf, percent, standingOfCell, type Target } from './shares.ts';

const route = getRouteApi('/inside/master-data/completeness');

/** Entities beside systems, these by their kind; what stands behind a figure is told under its row. */
export function CompletenessMatrix({ answer }: { answer: CompletenessAnswer }) {
  return (
    <Told of={useQuery(sitesNow)} rows={10}>
      {({ sites }) => <Matrix answer={answer} systems={sites.flatMap((site) => site.systems)} />}
    </Told>
  );
}

function Matrix({ answer, systems }: { answer: CompletenessAnswer; systems: readonly System[] }) {
  const { system: chosen, entity: row } = route.useSearch();
  const kindOf = (code: string) => systems.find((system) => system.code === code)?.kind ?? '';
  const { kinds, rows } = matrixOf(answer, kindOf);
  const columns = kinds.flatMap((kind) => kind.systems);
  return (
    <Wide label="Completeness" className={styles['matrix']}>
      <table className={tables['table']}>
        <thead>
          <tr>
            <td />
            {kinds.map(({ kind, systems: its }) => (
              <th key={kind} colSpan={its.length} scope="colgroup">
                {titleOf(kind)}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col">Of all</th>
            {columns.map((system) => (
              <th key={system} scope="col">
                {titleOf(system)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ entity, cells }) => {
            const behind = row === entity && chosen !== undefined ? cells.get(chosen) : undefined;
            return (
              <Fragment key={entity}>
                <tr>
                  <th scope="row">{sentenceOf(wordsOf(entity))}</th>
                  {columns.map((system) => (
                    <td key={system}>
                      <Share
                        cell={cells.get(system)}
                        system={system}
                        entity={entity}
                        isChosen={behind !== undefined && system === chosen}
                      />
                    </td>
                  ))}
                </tr>
                {behind && (
                  <tr className={styles['behind']}>
                    <td colSpan={columns.length + 1}>
                      <Behind cell={behind} system={chosen!} entity={entity} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}

interface ShareProps {
  cell: Cell | undefined;
  system: string;
  entity: string;
  isChosen: boolean;
}

/** How much could go, in one figure; the share that has a key there under it. */
function Share({ cell, system, entity, isChosen }: ShareProps) {
  if (!cell) return null;
  const { reference } = cell;
  const least = leastOf(cell);
  return (
    <Link
      to="/master-data/completeness"
      search={isChosen ? {} : { system, entity }}
      resetScroll={false}
      className={styles['share']}
      data-standing={standingOfCell(cell)}
      aria-expanded={isChosen}
      title={behindOf(cell).join('\n')}
    >
      {(least !== null || !reference) && percent(least)}
      {reference && <small>{percent(reference.share)} keys</small>}
    </Link>
  );
}

function Behind({ cell, system, entity }: Omit<ShareProps, 'cell' | 'isChosen'> & { cell: Cell }) {
  return (
    <>
      <strong>
        {titleOf(system)}, {wordsOf(entity)}
      </strong>
      <ul>
        {behindOf(cell).map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}

function behindOf({ reference, translations, targets }: Cell): string[] {
  return [
    ...targets.map(sayTarget),
    ...translations.map(
      ({ what, known, missing, parked }) =>
        `${count(known)} of ${count(known + missing)} ${what} are translated${parked > 0 ? `, ${many(parked, 'message waits', 'messages wait')} for the others` : ''}`,
    ),
    ...(reference ? [`${count(reference.known)} of ${count(reference.records)} have a key there`] : []),
  ];
}

function sayTarget({ interface: id, meant, deliverable, goLive, liveAt }: Target): string {
  const name = id.slice(id.indexOf('/') + 1);
  const could =
    meant === 0 ? 'nothing is meant for it yet' : `${count(deliverable)} of ${count(meant)} could go`;
  const live =
    goLive === undefined ? '' : liveAt === undefined ? `, goes live at ${percent(goLive)}` : ', live';
  return `${name}: ${could}${live}`;
}
