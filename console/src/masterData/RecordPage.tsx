import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { RecordAnswer } from 'api/operations/records/contract.ts';
import type { TraceAnswer } from 'api/operations/trace/contract.ts';
import { useState } from 'react';
import type { Static } from 'typebox';
import { get } from '../ask/ask.ts';
import { foundBy } from '../ask/found.ts';
import { record } from '../ask/record.ts';
import { At } from '../parts/At.tsx';
import { AttributeName } from '../parts/AttributeName.tsx';
import { type Place, readLocal, useTimeZone, writeLocal } from '../parts/clock.ts';
import { type Field, fieldsOf } from '../parts/fields.ts';
import { useNamed } from '../parts/named.ts';
import { PageHead } from '../parts/PageHead.tsx';
import { Pages } from '../parts/Pages.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import tables from '../parts/tables.module.css';
import { Wide } from '../parts/Wide.tsx';
import { many, sentenceOf, stepsOf, systemIn, titleOf, wordsOf } from '../parts/words.ts';
import { history } from './ask.ts';
import styles from './MasterData.module.css';

const route = getRouteApi('/inside/records');

/** What the enterprise holds of a thing to be true, who says so, and how it came to be. */
export function RecordPage() {
  const { entity, key = '' } = route.useSearch();
  if (key === '')
    return (
      <Empty title="Which record?" page>
        Give a number or key of an item, a customer, an order on the page{' '}
        <Link to="/master-data">Master data</Link>.
      </Empty>
    );
  return entity === undefined ? <Which asked={key} /> : <Golden entity={entity} asked={key} />;
}

/** Of which thing a number is. */
function Which({ asked }: { asked: string }) {
  const found = useQuery({
    queryKey: ['trace', asked, 'matches'],
    queryFn: () => get<Static<typeof TraceAnswer>>('/operations/v1/trace', { key: asked, raw: 0 }),
  });
  return (
    <Told of={found} page>
      {({ matches }) =>
        matches.length === 1 ? (
          <Golden entity={matches[0]!.entity} asked={matches[0]!.key} />
        ) : (
          <>
            <PageHead
              title={
                matches.length === 0
                  ? `What is called ${asked}`
                  : `${asked} names ${many(matches.length, 'thing')}`
              }
            >
              {matches.length === 0 && 'No system told of such a number.'}
            </PageHead>
            {matches.length === 0 && <Named text={asked} />}
            {matches.map(({ entity, key, by }) => (
              <p key={entity + key}>
                <Link to="/records" search={{ entity, key }}>
                  {wordsOf(entity)} {key}
                </Link>{' '}
                by {by}
              </p>
            ))}
          </>
        )
      }
    </Told>
  );
}

/** What has such words in its name. */
function Named({ text }: { text: string }) {
  return (
    <Told of={useQuery(foundBy(text))}>
      {({ records }) =>
        records.length === 0 ? (
          <p>Nothing has a name that begins like that either; perhaps it is written otherwise.</p>
        ) : (
          <ul className={styles['named']}>
            {records.map(({ entity, key, label }) => (
              <li key={key}>
                <Link to="/records" search={{ entity, key }}>
                  {sentenceOf(wordsOf(entity))} {label}
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Told>
  );
}

function Golden({ entity, asked }: { entity: string; asked: string }) {
  const { asOf } = route.useSearch();
  const named = useNamed();
  return (
    <Told of={useQuery(record(entity, asked, asOf))} rows={12} page>
      {(found) => (
        <>
          <PageHead
            title={named(found.called ?? found.key)}
            actions={<AskAsOf found={found} asked={asked} />}
          >
            {sentenceOf(wordsOf(entity))}
            {found.called !== undefined && (
              <>
                {' '}
                <small>{found.key}</small>
              </>
            )}
            , version {found.version}, changed <At time={found.changedAt} {...placeOf(found)} />.{' '}
            <Link to="/trace" search={{ key: found.key, entity }}>
              Its journey
            </Link>
          </PageHead>
          <Attributes found={found} />
          {found.asOf !== undefined && <AsOf found={found} />}
          <Versions entity={entity} asked={asked} />
        </>
      )}
    </Told>
  );
}

/** Asked for, and told, by the clock that the reader chose. */
function AskAsOf({ found, asked }: { found: RecordAnswer; asked: string }) {
  const { asOf } = route.useSearch();
  const navigate = useNavigate();
  const { entity } = found;
  const place = placeOf(found);
  const timeZone = useTimeZone(place);
  const whose =
    timeZone === undefined ? 'your clock' : `the clock of ${titleOf(place.site ?? place.system ?? '')}`;
  const told = asOf ? writeLocal(new Date(asOf), timeZone) : '';
  const [written, write] = useState<string>();
  /** While it is typed it names years that nobody means: it is asked for when it is entered or left. */
  const ask = () => {
    if (written === undefined) return;
    write(undefined);
    if (written === told) return;
    const search = {
      entity,
      key: asked,
      ...(written && { asOf: readLocal(written, timeZone).toISOString() }),
    };
    void navigate({ to: '/records', search });
  };
  return (
    <TextInput
      type="datetime-local"
      label="As the hub held it at"
      description={`By ${whose}, ${timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}`}
      inputWrapperOrder={['label', 'input', 'description']}
      value={written ?? told}
      onChange={({ currentTarget: { value } }) => write(value)}
      onBlur={ask}
      onKeyDown={({ key }) => key === 'Enter' && ask()}
    />
  );
}

/** Whose clock a record goes by: its own site's, else that of the system a document comes from; a master belongs to none. */
function placeOf({ record: held, key }: RecordAnswer): Place {
  const { site } = held as { site?: unknown };
  return typeof site === 'string' ? { site } : { system: systemIn(key) };
}

function Attributes({
  found: { record: golden, provenance = [], contested = [], observations },
}: {
  found: RecordAnswer;
}) {
  const said = observations.map(
    ({ view }) => new Map(attributesOf(view).map(({ name, value }) => [name, value])),
  );
  const held = attributesOf(golden);
  const names = new Set(held.map(({ name }) => name));
  const saidOnly = [...new Set(said.flatMap((view) => [...view.keys()]))].filter((name) => !names.has(name));
  const rows: { name: string; value?: string }[] = [...held, ...saidOnly.map((name) => ({ name }))];
  const sayer = (name: string) => provenance.findLast(({ attribute }) => isWithin(name, attribute));
  return (
    <Wide label="Attributes">
      <table className={tables['table']}>
        <thead>
          <tr>
            <th>Attribute</th>
            <th>Holds to be true</th>
            <th>Who said so</th>
            {observations.map(({ system, localKey }) => (
              <th key={system + localKey}>
                {titleOf(system)} <small>{localKey}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, value }) => {
            const by = value === undefined ? undefined : sayer(name);
            return (
              <tr key={name}>
                <td>
                  <AttributeName name={name} />{' '}
                  {contested.some((each) => isWithin(name, each)) && (
                    <strong className={styles['contested']}>contested</strong>
                  )}
                </td>
                <td>
                  <strong>{value ?? '–'}</strong>
                </td>
                <td className={styles['sayer']}>
                  <small title={by?.from ? `from ${by.from.join(', ')}` : undefined}>
                    {by?.system === undefined ? '–' : titleOf(by.system)}
                    {by?.rule && `, by ${by.rule}`}
                  </small>
                </td>
                {said.map((view, n) => (
                  <td
                    key={observations[n]!.system + observations[n]!.localKey}
                    data-differs={(view.has(name) && view.get(name) !== value) || undefined}
                    className={styles['said']}
                  >
                    {view.get(name) ?? ''}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}

/** All but its key, which stands over them. */
function attributesOf(record: unknown): Field[] {
  return fieldsOf(record).filter(({ name }) => name !== 'key');
}

/** What is not known of a record as it was held once. */
function AsOf({ found: { provenance = [] } }: { found: RecordAnswer }) {
  const unknown = provenance.filter(({ system }) => system === undefined).length;
  return (
    <p className={styles['asOf']}>
      Who said so is told by the versions up to then
      {unknown > 0 &&
        `; of ${many(unknown, 'attribute')} the version that said it is beyond retention, and nobody is named`}
      . What each system said then, and by which rule it stood, is kept of today alone.
    </p>
  );
}

/** Whether `lines.0.quantity` is, or is part of, what the JSON pointer `/lines` names. */
function isWithin(name: string, pointer: string): boolean {
  const parts = pointer.split('/').slice(1);
  return name.split('.').slice(0, parts.length).join('/') === parts.join('/');
}

function Versions({ entity, asked }: { entity: string; asked: string }) {
  const { after } = route.useSearch();
  return (
    <section className={styles['versions']}>
      <h2>How it came to be</h2>
      <Told of={useQuery(history(entity, asked, after))}>
        {({ versions, knownFrom, next }) => (
          <>
            <table className={tables['table']}>
              <thead>
                <tr>
                  <th data-number>Version</th>
                  <th>Recorded</th>
                  <th>Whose word</th>
                  <th>Changed</th>
                  <th data-number>Entry</th>
                </tr>
              </thead>
              <tbody>
                {versions.map(({ version, change, changed, system, recordedAt, position }) => (
                  <tr key={position}>
                    <td data-number>
                      <Link
                        to="/records"
                        search={(now) => ({ ...now, entity, key: asked, asOf: recordedAt })}
                      >
                        {version}
                      </Link>
                    </td>
                    <td>
                      <At time={recordedAt} system={system} />
                    </td>
                    <td>{titleOf(system)}</td>
                    <td>
                      {change}{' '}
                      <small>{changed.map((pointer) => stepsOf(pointer).join(' ')).join(', ')}</small>
                    </td>
                    <td data-number>{position}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {(after !== undefined || next !== undefined) && (
              <Pages label="Pages of versions" after={after} next={next}>
                {many(versions.length, 'version')}, the newest first
              </Pages>
            )}
            {knownFrom && next === undefined && (
              <p>
                Older ones, from before <At time={knownFrom} />, are beyond retention.
              </p>
            )}
          </>
        )}
      </Told>
    </section>
  );
}
