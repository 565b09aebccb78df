import type {
  LikelyCopies,
  MatchesOfKey,
  MatchingPreview,
  Review,
  ReviewsPage,
} from '../api/operations/matches/contract.ts';
import type { Colors } from './output.ts';
import { age, excerpt, number, printable } from './words.ts';

type Reasons = Review['reasons'];

/** What `lineshaft match reviews` prints; `now` in milliseconds. */
export function reviewsText(page: ReviewsPage, now: number, colors: Colors): string {
  const { reviews, total, next } = printable(page);
  if (reviews.length === 0) return `${colors.green('✓')} no pair waits for a decision\n`;
  const more = next === undefined ? '' : `; the next ones with --cursor ${next}`;
  return `${reviews.map((review) => reviewText(review, now, colors)).join('\n')}\n${number(reviews.length)} of ${number(total)}${more}\n`;
}

/** One pair: what each attribute gave, and what stands against it. */
export function reviewText(given: Review, now: number, colors: Colors): string {
  const { id, entity, a, b, score, reasons, state, askedAt, decidedBy, reason } = printable(given);
  const standing = state === 'open' ? `for ${age(askedAt, now)}` : `${state} by ${decidedBy}: ${reason}`;
  const head = `${colors.bold(`#${id}`)} ${entity} ${a} and ${b}  ${colors.bold(String(score))} of 100  ${standing}\n`;
  return head + reasonsText(reasons, colors);
}

/** What `lineshaft match show <key>` prints. */
export function keyText(given: MatchesOfKey, now: number, colors: Colors): string {
  const { key, entity, mergedInto, references, history, reviews } = printable(given);
  const into = mergedInto === undefined ? '' : ` is merged into ${mergedInto}`;
  const known = references.map(({ system, localKey, mergedFrom }) => {
    const from = mergedFrom === undefined ? '' : colors.dim(` (was ${mergedFrom})`);
    return `    ${system} ${localKey}${from}\n`;
  });
  const changes = history.map(({ system, localKey, cause, before, key: now, score, reasons, at }) => {
    const points = score === undefined ? '' : `, ${score} of 100`;
    const way = before === undefined ? now : `${before} → ${now}`;
    return `  ${at}  ${system} ${localKey} ${cause}${points}: ${way}\n${reasonsText(reasons ?? [], colors)}`;
  });
  return [
    `${colors.bold(`${entity} ${key}`)}${into}\n`,
    ...known,
    ...changes,
    ...reviews.map((review) => reviewText(review, now, colors)),
  ].join('');
}

/** What `lineshaft match --dry-run` prints of one entity. */
export function previewText(entity: string, given: MatchingPreview, colors: Colors): string {
  const { things, pairs, differences, samples } = printable(given);
  const shown = samples.map(({ would, a, b, score, reasons }) => {
    const sides = `${a.system} ${a.localKey} and ${b.system} ${b.localKey}`;
    return `  would ${colors.bold(would)} ${sides}, ${score} of 100\n${reasonsText(reasons, colors)}`;
  });
  return [
    `${colors.bold(entity)}: of ${number(things)} things ${number(pairs.link)} pairs link, ${number(pairs.ask)} ask, `,
    `${number(pairs.vetoed)} of them by a veto\n`,
    `  different from what stands: ${number(differences.link)} would link, ${number(differences.ask)} would be asked, `,
    `${number(differences.notLink)} that were matched would not link\n`,
    ...shown,
  ].join('');
}

/** What `lineshaft match copies` prints. */
export function copiesText(given: LikelyCopies, colors: Colors): string {
  const { copies } = printable(given);
  if (copies.length === 0) return `${colors.green('✓')} no two items are built alike\n`;
  const side = ({ key, components }: LikelyCopies['copies'][number]['a']) => `${key} (${number(components)})`;
  return copies
    .map(({ a, b, share }) => `${colors.bold(`${Math.floor(share * 100)} %`)}  ${side(a)} and ${side(b)}\n`)
    .join('');
}

function reasonsText(reasons: Reasons, colors: Colors): string {
  return reasons
    .map(({ by, a, b, points, of, veto, note }) => {
      const doubt = veto ? colors.red('against') : note && colors.yellow('   look');
      const worth = doubt ?? `${String(points).padStart(3)} of ${of}`;
      return `    ${worth}  ${by}: ${excerpt(a, 40)} ${colors.dim('|')} ${excerpt(b, 40)}\n`;
    })
    .join('');
}
