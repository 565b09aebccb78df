import type { Instant, Json } from '../vocabulary/json.ts';
import type { Compared, Place } from './baseline.ts';
import { equal } from './merge.ts';
import { within } from './pointer.ts';
import { lengthOf, mayShow } from './rendering.ts';
import type { Writing, WritingInterface, WritingReceipt } from './writings.ts';

/** Who made the last change of what a system shows: the hub under its own user, another, or it is not told. */
export type Author = 'hub' | 'another' | 'untold';

/** When something was shown. */
export interface Shown {
  /** When the hub received it; undefined: earlier than can be said. */
  receivedAt?: Instant;
  /** When it was changed there, by the system's clock. */
  changedAt?: Instant;
}

/** What is needed to tell, of what a system shows now, the hub's own writing from what was changed there. */
export interface Look {
  author: Author;
  now: Shown;
  /** The view before. */
  before: Shown;
  /** The view before was taken in when the ledger had been written to the system up to here. */
  position: number;
  /** What may have been written there since, in order. */
  writings: readonly Writing[];
  interfaces: readonly WritingInterface[];
}

/**
 * What an attribute of a known view is compared with. The hub's writing that comes back is no difference; a value that stands again where the
 * hub had written over it differs from what the hub wrote. The table is decisions/0013.
 */
export function sinceView(look: Look): Compared {
  return (before, now, written, place) => {
    if (equal(before, now))
      return isSetBack(look, now, written, place) ? written[arrived(look, place)] : before;
    const comesBack =
      look.author === 'hub'
        ? isWrittenByHub(look, now, written, place)
        : written.some((value, i) => mayStand(look, i, place) && showsNow(value, before, now));
    return comesBack ? now : before;
  };
}

/** What an attribute is compared with that another changed on a thing the hub made there, before the system spoke of it. */
export function sinceMade(look: Look): Compared {
  return (_before, now, written, place) => {
    const last = arrived(look, place);
    if (last < 0 || written[last] == null) return now;
    return written.slice(last).some((value) => mayShow(value, now)) ? now : written[last];
  };
}

/** The view before cannot have shown the writing that changed it, the look now must, and shows what was there before. */
function isSetBack(look: Look, now: Json, written: readonly (Json | undefined)[], place: Place): boolean {
  if (look.author !== 'another') return false;
  const last = arrived(look, place);
  const value = written[last];
  // An absent or structured value may stand there in ways of the system's own.
  if (value == null || typeof value === 'object' || mayShow(value, now, lengthOf(now))) return false;
  return look.writings.slice(0, last + 1).some((writing) => {
    const { receivedAt } = look.before;
    const sentSince = ({ sentAt }: WritingReceipt) => receivedAt !== undefined && sentAt >= receivedAt;
    return changes(writing, place) && receiptsOf(look, writing, place).some(sentSince);
  });
}

/** Under the hub's own user it is the hub's writing wherever that changed something it writes there, in whatever form it is shown. */
function isWrittenByHub(
  look: Look,
  now: Json,
  written: readonly (Json | undefined)[],
  place: Place,
): boolean {
  const { interfaces } = look;
  const isCarried = interfaces.length === 0 || interfaces.some(({ carries }) => carries(place.path));
  return look.writings.some((writing, i) => {
    const made = writing.change === 'created' && writing.position > look.position;
    return made || (isCarried && (changes(writing, place) || mayShow(written[i], now)));
  });
}

/**
 * Whether what a writing put there may stand there: the view before did not show it yet, none that came later has surely arrived, and it has
 * arrived itself or, as far as it changed the attribute, may have.
 */
function mayStand(look: Look, index: number, place: Place): boolean {
  if (index <= shownBefore(look, place) || index < arrived(look, place)) return false;
  const writing = look.writings[index]!;
  return changes(writing, place) || receiptsOf(look, writing, place).length > 0;
}

/** A system shows one value in one way: what the view before showed of it already is not shown otherwise now. */
function showsNow(written: Json | undefined, before: Json | undefined, now: Json): boolean {
  const room = Math.max(lengthOf(before), lengthOf(now));
  return mayShow(written, now, room) && !(before !== undefined && mayShow(written, before, room));
}

/** Whether each writing had surely arrived when the system showed what it shows now. */
export function hasAllArrived({ writings, now }: Look): boolean {
  return writings.every(({ receipts }) => isBefore(receipts, now));
}

/** The last writing of the attribute that had surely arrived when the system showed what it shows now; -1: none. */
function arrived(look: Look, place: Place): number {
  return look.writings.findLastIndex((writing) => isBefore(receiptsOf(look, writing, place), look.now));
}

/** The same of the view before. */
function shownBefore(look: Look, place: Place): number {
  return look.writings.findLastIndex((writing) => isBefore(receiptsOf(look, writing, place), look.before));
}

function isBefore(receipts: readonly WritingReceipt[], { receivedAt, changedAt }: Shown): boolean {
  if (receivedAt === undefined) return false;
  return receipts.some(
    (receipt) => receipt.receivedAt <= receivedAt && (changedAt === undefined || receipt.sentAt <= changedAt),
  );
}

/** The receipts of interfaces that write the attribute. */
function receiptsOf(look: Look, { receipts }: Writing, { path }: Place): readonly WritingReceipt[] {
  if (receipts.length === 0) return receipts;
  const carrying = look.interfaces.filter(({ carries }) => carries(path)).map(({ id }) => id);
  return receipts.filter((receipt) => carrying.includes(receipt.interface));
}

function changes({ changed }: Writing, { pointer }: Place): boolean {
  return changed.some((other) => within(pointer, other) || within(other, pointer));
}
