import {
  after,
  allStates,
  DELIVERY_EVENTS,
  DELIVERY_STATES,
  type DeliveryEvent,
  statesBefore,
} from './states.ts';

const events = Object.keys(DELIVERY_EVENTS) as DeliveryEvent[];

/** `docs/delivery-states.md`. */
export function statesPage(): string {
  return [
    '# Delivery states',
    '',
    'Where one message stands on its way to a target. Made by `npm run docs` from [src/vocabulary/states.ts](../src/vocabulary/states.ts).',
    '',
    '| state | meaning |',
    '|---|---|',
    ...allStates.map((state) => `| \`${state}\` | ${DELIVERY_STATES[state]} |`),
    '',
    '| event | meaning |',
    '|---|---|',
    ...events.map((event) => `| \`${event}\` | ${DELIVERY_EVENTS[event]} |`),
    '',
    '## What follows what',
    '',
    'Empty: it cannot happen there.',
    '',
    `| | ${events.map((event) => `\`${event}\``).join(' | ')} |`,
    `|---|${events.map(() => '---|').join('')}`,
    ...allStates.map(
      (state) => `| \`${state}\` | ${events.map((event) => cell(state, event)).join(' | ')} |`,
    ),
    '',
  ].join('\n');
}

function cell(state: (typeof allStates)[number], event: DeliveryEvent): string {
  return statesBefore(event).includes(state) ? after(state, event) : '';
}
