import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ParkedDetail } from 'api/operations/parked/contract.ts';
import { useState } from 'react';
import type { Refused } from '../ask/ask.ts';
import { message, replay, restore } from '../ask/parked.ts';
import { At } from '../parts/At.tsx';
import { Attempts } from '../parts/Attempts.tsx';
import { useMayAs } from '../parts/mayOperate.ts';
import { PageHead } from '../parts/PageHead.tsx';
import { ProblemCard } from '../parts/ProblemCard.tsx';
import { Told } from '../parts/Told.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { sayInterface, systemOfInterface, wordsOf } from '../parts/words.ts';
import { Discard } from './Discard.tsx';
import { EditDocument } from './EditDocument.tsx';
import styles from './Exceptions.module.css';
import { JobProgress } from './JobProgress.tsx';

const route = getRouteApi('/inside/exceptions/$message');

export function MessagePage() {
  const id = Number(route.useParams().message);
  return (
    <Told of={useQuery(message(id))} page>
      {(found) => <Message message={found} />}
    </Told>
  );
}

function Message({ message: found }: { message: ParkedDetail }) {
  const {
    id,
    key,
    origin,
    problem,
    state,
    entity,
    parkedAt,
    attempts,
    group,
    raw,
    event,
    decidedBy,
    reason,
  } = found;
  const [job, setJob] = useState<number>();
  const document = found.edits?.at(-1)?.document ?? found.document;
  return (
    <>
      <PageHead title={key ?? origin ?? `Message ${id}`} actions={<Verbs message={found} begun={setJob} />}>
        {wordsOf(entity)} {found.direction === 'in' ? 'from' : 'to'} {sayInterface(found.interface)}, {state}{' '}
        since <At time={parkedAt} system={systemOfInterface(found.interface)} />
        {attempts > 0 && `, tried ${attempts === 1 ? 'once' : `${attempts} times`}`}.{' '}
        <Link to="/exceptions" search={{ group }}>
          Others of this cause
        </Link>
        {key && (
          <>
            {', '}
            <Link to="/trace" search={{ key }}>
              its journey
            </Link>
          </>
        )}
      </PageHead>
      {job !== undefined && <JobProgress id={job} level={2} />}
      <ProblemCard detail={problem.detail} advice={problem.advice}>
        {problem.file && (
          <code>
            {problem.file}
            {problem.line !== undefined && `:${problem.line}`}
          </code>
        )}
        {decidedBy && (
          <p>
            {decidedBy}: {reason}
          </p>
        )}
      </ProblemCard>
      {found.tries.length > 1 && <Attempts tries={found.tries} system={systemOfInterface(found.interface)} />}
      {document !== undefined && <EditDocument message={found} document={document} />}
      {raw !== undefined && <Text title="As it was received" text={raw} />}
      {event !== undefined && (
        <Text title="The event that could not go out" text={JSON.stringify(event, null, 2)} />
      )}
    </>
  );
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <section className={styles['text']}>
      <h2>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}

function Refusal({ error }: { error: Refused }) {
  return (
    <p className={styles['refused']} role="alert">
      {error.told.detail}
    </p>
  );
}

function Verbs({
  message: { id, state },
  begun,
}: {
  message: ParkedDetail;
  begun: (job: number | undefined) => void;
}) {
  const handing = useDecision(() => replay({ ids: [id] }), ['parked', 'sites']);
  const restoring = useDecision(() => restore({ ids: [id] }), ['parked', 'sites']);
  const refused = handing.error ?? restoring.error;
  const mayHand = useMayAs('operator', 'steward');
  const mayDiscard = useMayAs('operator');
  if (!mayHand) return null;
  if (state === 'discarded')
    return (
      <>
        {refused && <Refusal error={refused} />}
        {mayDiscard && (
          <Button variant="default" loading={restoring.isPending} onClick={() => restoring.mutate(undefined)}>
            Restore
          </Button>
        )}
      </>
    );
  if (!['parked', 'retrying', 'held-behind'].includes(state)) return null;
  return (
    <>
      {refused && <Refusal error={refused} />}
      <Button
        loading={handing.isPending}
        onClick={() => handing.mutate(undefined, { onSuccess: (told) => begun(told.job) })}
      >
        Hand back
      </Button>
      {mayDiscard && (
        <Discard
          choice={{ ids: [id] }}
          title="Discard this message"
          says="It leaves the line, and what waits behind it goes on. It is kept, and can be restored."
        />
      )}
    </>
  );
}
