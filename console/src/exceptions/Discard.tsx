import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Choice, discard } from '../ask/parked.ts';
import { Reason } from '../parts/Reason.tsx';
import { useDecision } from '../parts/useDecision.ts';

/** Takes messages out of the line, with a reason. */
export function Discard({ choice, title, says }: { choice: Choice; title: string; says: string }) {
  const [opened, setOpened] = useState(false);
  const deciding = useDecision((reason: string) => discard(choice, reason), ['parked', 'sites']);
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
