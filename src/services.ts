import { isDeepStrictEqual } from 'node:util';
import type { ServiceLine } from './answerRound.ts';
import { CLOSING_TOPICS, closingRound } from './closing/round.ts';
import type { Log } from './connectors/connector.ts';
import type { Landscape } from './landscape/landscape.ts';
import type { Wakeup } from './ledger/wakeup.ts';
import { MASTER_DATA_TOPICS, masterDataRound } from './masterData/round.ts';
import { PROMISING_TOPICS, promisingRound } from './promising/round.ts';
import { type Service, workService } from './workers/serviceWorker.ts';

/** A service of the hub, at work where a landscape has need of it. */
export interface HubService {
  name: string;
  isOther(before: Landscape, after: Landscape): boolean;
  /** Undefined where nothing asks for it. */
  workIn(landscape: Landscape): WorkService | undefined;
}

export type WorkService = (line: ServiceLine, wakeup: Wakeup, log: Log, signal: AbortSignal) => Promise<void>;

export const services: readonly HubService[] = [
  hubService(
    { name: 'promising', topics: PROMISING_TOPICS, round: promisingRound },
    ({ promising }) => promising && { promising },
  ),
  hubService({ name: 'closing', topics: CLOSING_TOPICS, round: closingRound }, (landscape) =>
    isAsked('closing', landscape) ? { landscape } : undefined,
  ),
  hubService({ name: 'masterData', topics: MASTER_DATA_TOPICS, round: masterDataRound }, (landscape) =>
    isAsked('masterData', landscape) ? {} : undefined,
  ),
];

/** `needs`: what its rounds take of a landscape that asks for it. */
function hubService<Its extends object>(
  service: Service<ServiceLine & Its>,
  needs: (landscape: Landscape) => Its | undefined,
): HubService {
  return {
    name: service.name,
    isOther: (before, after) => !isDeepStrictEqual(needs(before), needs(after)),
    workIn: (landscape) => {
      const its = needs(landscape);
      return (
        its && ((line, wakeup, log, signal) => workService(service, { ...line, ...its }, wakeup, log, signal))
      );
    },
  };
}

function isAsked(entity: string, { processes }: Landscape): boolean {
  return [...processes.values()].some(({ commands }) =>
    commands.some((command) => command.entity === entity),
  );
}
