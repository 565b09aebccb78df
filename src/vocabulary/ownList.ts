import { nearest } from './nearest.ts';

/**
 * Whether a code list is the enterprise's own: it carries its owner's name, `acme.colour`, the owner is none that the
 * model has lists for (`item.status`), and it is no slip of a list of the model.
 */
export function isOwnList(name: string, lists: Pick<ReadonlyMap<string, unknown>, 'keys'>): boolean {
  const owner = /^([^.]+)\../.exec(name)?.[1];
  const known = [...lists.keys()];
  const isOfModel = known.some((list) => list.startsWith(`${owner}.`));
  return owner !== undefined && !isOfModel && nearest(name, known) === undefined;
}
