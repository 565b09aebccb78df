import type { ChangeRequest, RequestsPage } from '../api/operations/requests/contract.ts';
import type { Colors } from './output.ts';
import { age, excerpt, number, printable } from './words.ts';

/** What `lineshaft requests list` prints; `now` in milliseconds. */
export function requestsText(page: RequestsPage, now: number, colors: Colors): string {
  const { requests, total, next } = printable(page);
  if (requests.length === 0) return `${colors.green('✓')} no change request is open\n`;
  const more = next === undefined ? '' : `; the next ones with --cursor ${next}`;
  return `${requests.map((request) => requestText(request, now, colors)).join('\n')}\n${number(requests.length)} of ${number(total)}${more}\n`;
}

function requestText(request: ChangeRequest, now: number, colors: Colors): string {
  const { id, entity, key, interface: asks, localKey, kind, authority, rule, state, askedAt } = request;
  const what = kind === 'new' ? `would add ${entity} ${localKey}` : `would change ${entity} ${localKey}`;
  const decides = authority === undefined ? '' : `; ${authority} decides`;
  const open = state === 'open' ? `for ${age(askedAt, now)}` : state;
  return [
    `${colors.bold(`#${id}`)} ${asks} ${what} ${colors.dim(`(${key})`)}${decides} ${colors.dim(rule)}  ${open}\n`,
    ...request.changed.map(
      ({ attribute, is, proposed }) =>
        `    ${attribute}: ${colors.red(shown(is))} → ${colors.green(shown(proposed))}\n`,
    ),
  ].join('');
}

function shown(value: unknown): string {
  return value === undefined ? '–' : excerpt(JSON.stringify(value), 60);
}
