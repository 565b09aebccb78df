import type { System } from '../ask/sites.ts';
import { readsAs, sayConnector, titleOf } from '../parts/words.ts';

/** What a system is, beside its name: its own title where that says more, else its kind and connector. */
export function sayKind({ code, title, kind, connector }: System): string {
  return title !== undefined && !readsAs(title, titleOf(code))
    ? title
    : `${titleOf(kind)} by ${sayConnector(connector)}`;
}
