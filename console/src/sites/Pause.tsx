import { Button } from '@mantine/core';
import type { SystemDetail } from 'api/operations/systems/contract.ts';
import { useState } from 'react';
import { closeFor, openAgain } from '../ask/systems.ts';
import { Choice } from '../parts/Choice.tsx';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { titleOf } from '../parts/words.ts';

const LENGTHS = ['30m', '2h', '8h', '24h'] as const;

const ACTS = {
  pause: {
    verb: 'Pause',
    says: 'Nothing is sent to it and it is not asked, as in a maintenance window. What comes for it waits in order, and goes out when that is over.',
  },
  resume: {
    verb: 'Resume',
    says: 'The window that holds now ends, and what has waited goes out at the pace the system bears.',
  },
} as const;

/** Pauses a system by a window from now on, and resumes it before that is over: nothing is lost or spent meanwhile. */
export function Pause({ detail: { system, windows, at } }: { detail: SystemDetail }) {
  // Kept while the dialog is open: what is asked does not change under the hand when the system does.
  const [asked, setAsked] = useState<keyof typeof ACTS>();
  const isClosed = windows.some(({ from, to }) => from <= at && (to === undefined || to > at));
  const act = isClosed ? 'resume' : 'pause';
  return (
    <>
      <Button variant={isClosed ? 'filled' : 'default'} onClick={() => setAsked(act)}>
        {ACTS[act].verb}
      </Button>
      {asked && <Why act={asked} system={system} close={() => setAsked(undefined)} />}
    </>
  );
}

function Why({ act, system, close }: { act: keyof typeof ACTS; system: string; close: () => void }) {
  const [lasts, setLasts] = useState<(typeof LENGTHS)[number]>('2h');
  const deciding = useDecision(
    (reason: string) => (act === 'resume' ? openAgain(system, reason) : closeFor(system, lasts, reason)),
    ['maintenance', 'sites'],
  );
  const { verb, says } = ACTS[act];
  return (
    <Reason
      title={`${verb} ${titleOf(system)}`}
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
