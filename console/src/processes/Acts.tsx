import { Button, Menu } from '@mantine/core';
import type { InstanceDetail } from 'api/process/contract.ts';
import { useState } from 'react';
import { type Act, ask } from '../ask/processes.ts';
import { useMayOperate } from '../parts/mayOperate.ts';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';
import { numberIn, sentenceOf } from '../parts/words.ts';

interface ActsProps {
  instance: InstanceDetail;
  /** Those it listens to where it stands. */
  signals: readonly string[];
}

/** What may be asked of an instance as it stands. */
export function Acts({ instance, signals }: ActsProps) {
  const [asked, setAsked] = useState<Act>();
  const may = useMayOperate();
  const { status } = instance;
  const isLeft = isTakingBack(instance.commands);
  if (!may || (status !== 'running' && status !== 'stuck')) return null;
  return (
    <>
      {status === 'stuck' && (
        <>
          <Button onClick={() => setAsked({ kind: 'retry' })}>Try again</Button>
          <Button variant="default" onClick={() => setAsked({ kind: 'skip' })}>
            {isLeft ? 'Leave it standing' : 'Leave the event out'}
          </Button>
        </>
      )}
      {signals.length > 0 && !isLeft && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default">Signal</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {signals.map((signal) => (
              <Menu.Item key={signal} onClick={() => setAsked({ kind: 'signal', signal })}>
                {sentenceOf(signal)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {!isLeft && (
        <Button variant="default" onClick={() => setAsked({ kind: 'cancel' })}>
          Cancel
        </Button>
      )}
      {asked && <Why act={asked} instance={instance} close={() => setAsked(undefined)} />}
    </>
  );
}

function Why({
  act,
  instance: { process, about, commands },
  close,
}: {
  act: Act;
  instance: InstanceDetail;
  close: () => void;
}) {
  const deciding = useDecision((reason: string) => ask(process, about, act, reason), ['processes']);
  const { title, says, verb } = isTakingBack(commands)
    ? wordsOfTakingBack(act, numberIn(about))
    : wordsOf(act, numberIn(about));
  return (
    <Reason
      title={title}
      says={says}
      verb={verb}
      danger={act.kind === 'cancel' || act.kind === 'skip'}
      opened
      close={close}
      deciding={deciding}
    />
  );
}

/** Whether it was cancelled, and a system did not take back what it had done. */
function isTakingBack(commands: InstanceDetail['commands']): boolean {
  return commands.some(({ undoes }) => undoes !== undefined);
}

function wordsOfTakingBack(act: Act, about: string): { title: string; says: string; verb: string } {
  if (act.kind === 'skip')
    return {
      title: `Leave standing what ${about} did`,
      says: 'It is cancelled, and what a system did not take back stands there as it is.',
      verb: 'Leave it standing',
    };
  return {
    title: `Take back ${about} again`,
    says: 'What a system refused to take back is asked of it once more.',
    verb: 'Try again',
  };
}

function wordsOf(act: Act, about: string): { title: string; says: string; verb: string } {
  switch (act.kind) {
    case 'retry':
      return {
        title: `Try ${about} again`,
        says: 'It takes up the event that it is stuck at once more, then what waits behind it.',
        verb: 'Try again',
      };
    case 'skip':
      return {
        title: `Leave the event out for ${about}`,
        says: 'It goes on as if the event that it is stuck at had not been; what waits behind it comes next.',
        verb: 'Leave it out',
      };
    case 'cancel':
      return {
        title: `Cancel ${about}`,
        says: 'Every command it gave that has a way back is taken back in the systems, the last first. It cannot go on after that.',
        verb: 'Cancel and take back',
      };
    case 'signal':
      return {
        title: `${sentenceOf(act.signal)}: ${about}`,
        says: `It is given the signal ${act.signal}, and goes on as its chart says.`,
        verb: sentenceOf(act.signal),
      };
  }
}
