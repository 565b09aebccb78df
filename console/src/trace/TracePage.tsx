import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../ask/ask.ts';
import { record } from '../ask/record.ts';
import { AskKey } from '../parts/AskKey.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Said } from '../parts/Said.tsx';
import { Empty, Told } from '../parts/Told.tsx';
import { many, numberIn, systemIn, titleOf, wordsOf } from '../parts/words.ts';
import { Instances } from './Instances.tsx';
import { firstShown, type Journey, reportOf, type Traced, timeLineOf } from './journey.ts';
import { Latest } from './Latest.tsx';
import { StepDetail } from './StepDetail.tsx';
import { TimeLine } from './TimeLine.tsx';
import styles from './Trace.module.css';

const route = getRouteApi('/inside/trace');

export function TracePage() {
  const { key } = route.useSearch();
  return (
    <>
      <PageHead title="Trace" actions={<Ask key={key} asked={key ?? ''} />}>
        What happened to an order, item, shipment: any number that any system has for it
      </PageHead>
      {key === undefined ? <Latest /> : <Found asked={key} />}
    </>
  );
}

function Ask({ asked }: { asked: string }) {
  const navigate = useNavigate();
  const ask = (key: string) => {
    if (key !== '') void navigate({ to: '/trace', search: { key } });
  };
  return (
    <AskKey
      {...{ asked, ask, label: 'Number or key', placeholder: 'SO-2026-000042', says: 'Trace' }}
      autoFocus={asked === ''}
      className={styles['ask']}
    />
  );
}

function Found({ asked }: { asked: string }) {
  const { entity, step } = route.useSearch();
  const found = useQuery({
    queryKey: ['trace', asked, entity],
    queryFn: ({ signal }) => get<Traced>('/operations/v1/trace', { key: asked, entity, raw: 20_000 }, signal),
  });
  return (
    <Told of={found}>
      {({ journeys, matches, held, instances }) => {
        const journey = journeys[0];
        if (!journey) {
          return (
            <Empty title={`Nothing is known of ${asked}`}>
              {held.length > 0
                ? `${many(held.length, 'message')} that wait for a decision name it.`
                : 'No system told of it yet, or it is written otherwise.'}{' '}
              {held.map(({ id }) => (
                <Link key={id} to="/exceptions/$message" params={{ message: String(id) }}>
                  Message {id}
                </Link>
              ))}
            </Empty>
          );
        }
        return (
          <>
            {matches.length > 1 && <Others asked={asked} matches={matches} />}
            <JourneyView
              key={journey.entity + journey.key}
              journey={journey}
              instances={instances}
              asked={asked}
              step={step}
            />
          </>
        );
      }}
    </Told>
  );
}

function Others({ asked, matches }: { asked: string; matches: Traced['matches'] }) {
  return (
    <p className={styles['others']}>
      {asked} names:{' '}
      {matches.map(({ entity, key }) => (
        <Link key={entity + key} to="/trace" search={{ key, entity }}>
          {wordsOf(entity)} {numberIn(key)}
        </Link>
      ))}
    </p>
  );
}

interface JourneyViewProps {
  journey: Journey;
  instances: Traced['instances'];
  asked: string;
  /** That is looked at; undefined: none was chosen. */
  step: number | undefined;
}

function JourneyView({ journey, instances, asked, step }: JourneyViewProps) {
  const navigate = useNavigate();
  const { entity, key, localKeys, related, truncated } = journey;
  const choose = (n: number) =>
    void navigate({ to: '/trace', search: (now) => ({ ...now, key: asked, step: n }), replace: true });
  // Kept: what is told meanwhile does not take away what is read.
  const [first] = useState(() => firstShown(journey));
  const shown = Math.min(step ?? first, timeLineOf(journey).placed.length - 1);
  return (
    <>
      <div className={styles['thing']}>
        <div>
          <h2>
            {wordsOf(entity)} <Called entity={entity} thing={key} />
          </h2>
          <p>
            {localKeys.map(({ system, localKey }) => (
              <span key={system + localKey}>
                {titleOf(system)} <strong>{localKey}</strong>
              </span>
            ))}
          </p>
        </div>
        <Copies journey={journey} />
      </div>
      <TimeLine journey={journey} chosen={shown} choose={choose} />
      {truncated && <p className={styles['others']}>There is more than fits: the newest steps are shown.</p>}
      <div className={styles['below']}>
        <StepDetail journey={journey} n={shown} />
        <div className={styles['aside']}>
          <Instances instances={instances} />
          <Related related={related} />
        </div>
      </div>
    </>
  );
}

/** A document by its number, a master by what its record calls it. */
function Called({ entity, thing }: { entity: string; thing: string }) {
  const hasNumber = systemIn(thing) !== undefined;
  const { data } = useQuery({ ...record(entity, thing), enabled: !hasNumber });
  return <span title={thing}>{data?.called ? <Said>{data.called}</Said> : numberIn(thing)}</span>;
}

function Related({ related }: { related: Journey['related'] }) {
  return (
    <aside className={styles['related']} aria-label="Related">
      <h2>Related</h2>
      {related.length === 0 && <p>Nothing else names it, and it names nothing.</p>}
      <ul>
        {related.slice(0, 40).map(({ entity, key, relation, called }) => (
          <li key={entity + key + relation}>
            <small>
              {relation} {wordsOf(entity)}
              {systemIn(key) !== undefined && ` of ${titleOf(systemIn(key)!)}`}
            </small>
            <Link to="/trace" search={{ key, entity }} title={key}>
              {called === undefined ? numberIn(key) : <Said>{called}</Said>}
            </Link>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Copies({ journey }: { journey: Journey }) {
  const link = useClipboard();
  const report = useClipboard();
  return (
    <div className={styles['copies']}>
      <Button variant="default" onClick={() => link.copy(window.location.href)}>
        {link.copied ? 'Copied' : 'Copy link'}
      </Button>
      <Button variant="default" onClick={() => report.copy(reportOf(journey, window.location.href))}>
        {report.copied ? 'Copied' : 'Copy report'}
      </Button>
    </div>
  );
}
