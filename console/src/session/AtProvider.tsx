import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { SignInAddress } from 'api/console/contract.ts';
import type { Refused } from '../ask/ask.ts';
import { askToSignIn } from '../ask/session.ts';
import { ProblemCard } from '../parts/ProblemCard.tsx';
import { keepMeant } from './meant.ts';

interface AtProviderProps {
  name: string;
  /** Where somebody meant to go. */
  to: string | undefined;
  /** What the provider sent back is on its way to the hub. */
  isReturning: boolean;
  /** What the hub said to it. */
  refused: Refused | null;
}

/** The way in by an account of the enterprise. */
export function AtProvider({ name, to, isReturning, refused }: AtProviderProps) {
  const leave = useMutation<SignInAddress, Refused>({
    mutationFn: askToSignIn,
    onSuccess: ({ address }) => {
      keepMeant(to);
      window.location.assign(address);
    },
  });
  const told = leave.error ?? refused;
  return (
    <>
      <Button
        size="md"
        loading={leave.isPending || leave.isSuccess || isReturning}
        onClick={() => leave.mutate()}
      >
        Sign in with {name}
      </Button>
      {told && <ProblemCard detail={told.told.detail} advice={told.told.advice} live />}
    </>
  );
}
