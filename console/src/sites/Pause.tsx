import { Button } from '@mantine/core';
import type { SystemDetail } from 'api/operations/systems/contract.ts';
import { useState } from 'react';
import { closeFor, openAgain } from '../ask/systems.ts';
import { Choice } from '../parts/Choice.tsx';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { titleOf } from '../parts/words.ts';

const LENGTHS = ['30m', '2h', '8h', '24h'] as const;

/** Pauses a system by a window from now on, and resumes it before that is over: nothing is lost or spent meanwhile. */
export function Pause({ detail: { system, windows, at } }: { detail: SystemDetail }) {
  const [opened, setOpened] = useState(false);
  const isClosed = windows.some(({ from, to }) => from <= at && (to === undefined || to > at));
  const [lasts, setLasts] = useState<(typeof LENGTHS)[number]>('2h');
  const deciding = useDecision(
    (reason: string) => (isClosed ? openAgain(system, reason) : closeFor(system, lasts, reason)),
    ['maintenance', 'sites'],
  );
  return (
    <>
      <Button variant={isClosed ? 'filled' : 'default'} onClick={() => setOpened(true)}>
        {isClosed ? 'Resume' : 'Pause'}
      </Button>
      <Reason
        title={`${isClosed ? 'Resume' : 'Pause'} ${titleOf(system)}`}
        says={
          isClosed
            ? 'The window that holds now ends, and what has waited goes out at the pace the system bears.'
            : 'Nothing is sent to it and it is not asked, as in a maintenance window. What comes for it waits in order, and goes out when that is over.'
        }
        verb={isClosed ? 'Resume' : 'Pause'}
        opened={opened}
        close={() => setOpened(false)}
        deciding={deciding}
      >
        {!isClosed && (
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
    </>
  );
}
