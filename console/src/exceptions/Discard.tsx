import { Button } from '@mantine/core';
import type { Decided } from 'api/operations/parked/contract.ts';
import { useState } from 'react';
import { type Choice, discard } from '../ask/parked.ts';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';

interface DiscardProps {
  choice: Choice;
  title: string;
  says: string;
  done?: (decided: Decided) => void;
}

/** Takes messages out of the line, with a reason. */
export function Discard({ choice, title, says, done }: DiscardProps) {
  const [opened, setOpened] = useState(false);
  const deciding = useDecision(
    async (reason: string) => {
      const decided = await discard(choice, reason);
      done?.(decided);
      return decided;
    },
    ['parked', 'sites'],
  );
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Discard
      </Button>
      <Reason
        title={title}
        says={says}
        verb="Discard"
        danger
        opened={opened}
        close={() => setOpened(false)}
        deciding={deciding}
      />
    </>
  );
}
