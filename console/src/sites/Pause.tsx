import { Button } from '@mantine/core';
import type { SystemDetail } from 'api/operations/systems/contract.ts';
import { useState } from 'react';
import { closeFor, openAgain } from '../ask/systems.ts';
import { Choice } from '../parts/Choice.tsx';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { sayInterface } from '../parts/words.ts';

const LENGTHS = ['30m', '2h', '8h', '24h'] as const;

/** What may be paused: a system, or one interface of it. */
interface Paused {
  /** `na-erp`, `na-erp/items`. */
  code: string;
  isClosed: boolean;
}

const ACTS = {
  pause: {
    verb: 'Pause',
    says: 'Nothing is sent to it and nothing is taken from it, as in a maintenance window. What comes for it waits in order, and goes out when that is over.',
  },
  resume: {
    verb: 'Resume',
    says: 'The window that holds now ends, and what has waited goes out at the pace the system bears.',
  },
} as const;

export function PauseSystem({ detail: { system, windows, at } }: { detail: SystemDetail }) {
  return (
    <Pause
      code={system}
      isClosed={windows.some(({ from, to }) => from <= at && (to === undefined || to > at))}
    />
  );
}

export function PauseInterface({ id, detail: { paused } }: { id: string; detail: SystemDetail }) {
  return <Pause code={id} isClosed={paused.some((each) => each.interface === id)} small />;
}

/** Pauses by a window from now on, and resumes before that is over: nothing is lost or spent meanwhile. */
function Pause({ code, isClosed, small = false }: Paused & { small?: boolean }) {
  // Kept while the dialog is open: what is asked does not change under the hand when the system does.
  const [asked, setAsked] = useState<keyof typeof ACTS>();
  const act = isClosed ? 'resume' : 'pause';
  return (
    <>
      <Button
        variant={isClosed ? 'filled' : 'default'}
        {...(small && { size: 'compact-xs', 'aria-label': `${ACTS[act].verb} ${sayInterface(code)}` })}
        onClick={() => setAsked(act)}
      >
        {ACTS[act].verb}
      </Button>
      {asked && <Why act={asked} code={code} close={() => setAsked(undefined)} />}
    </>
  );
}

function Why({ act, code, close }: { act: keyof typeof ACTS; code: string; close: () => void }) {
  const [lasts, setLasts] = useState<(typeof LENGTHS)[number]>('2h');
  const deciding = useDecision(
    (reason: string) => (act === 'resume' ? openAgain(code, reason) : closeFor(code, lasts, reason)),
    ['maintenance', 'sites'],
  );
  const { verb, says } = ACTS[act];
  return (
    <Reason
      title={`${verb} ${sayInterface(code)}`}
      says={says}
      verb={verb}
      opened
      close={close}
      deciding={deciding}
    >
      {act === 'pause' && (
        <Choice
          label="For how long"
          value={lasts}
          choose={setLasts}
          options={LENGTHS.map((value) => ({
            value,
            label: value.replace('m', ' min').replace('h', ' h'),
          }))}
        />
      )}
    </Reason>
  );
}
