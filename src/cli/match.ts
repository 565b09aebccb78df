import path from 'node:path';
import type { Command } from 'commander';
import type {
  LikelyCopies,
  MatchesOfKey,
  MatchingPreview,
  Regrouped,
  Review,
  ReviewsPage,
} from '../api/operations/matches/contract.ts';
import { readConfig } from '../config.ts';
import { readLandscape } from '../landscape/read.ts';
import { landscapeDependencies } from '../landscapeDependencies.ts';
import { CommandFailure, exitCodes } from './failure.ts';
import { type HubClient, type HubOptions, hubClient, withHubOptions } from './hubClient.ts';
import { copiesText, keyText, previewText, reviewsText, reviewText } from './matchText.ts';
import { printJson, printProblems } from './output.ts';
import { readId } from './readId.ts';
import { terminal } from './terminal.ts';

interface PreviewOptions extends HubOptions {
  dryRun?: boolean;
  landscape: string;
}

interface DecideOptions extends HubOptions {
  reason: string;
  keep?: string;
  entity?: string;
}

export function register(program: Command): void {
  const match = program
    .command('match')
    .enablePositionalOptions()
    .description('which things of several systems are one, and why')
    .argument('[entity]', 'for --dry-run: this entity alone')
    .option('--dry-run', 'what the landscape as it is now would link and ask; changes nothing')
    .option('--landscape <folder>', 'folder of the landscape', '.');
  withHubOptions(match).action(preview);

  withHubOptions(match.command('reviews').description('pairs that may be one thing, the oldest first'))
    .option('--entity <entity>', 'of this entity')
    .option('--system <system>', 'of which the newer one was told first by this system')
    .option('--state <state>', 'open, linked, separate', 'open')
    .option('--limit <count>', 'at most so many', '50')
    .option('--cursor <cursor>', 'go on where the last list ended')
    .action(reviews);

  withHubOptions(
    match.command('copies').description('bills of material of different items that are built alike'),
  )
    .option('--limit <count>', 'at most so many', '50')
    .action(copies);

  withHubOptions(
    match
      .command('show')
      .description('what speaks for a pair, or why a key is what it is')
      .argument('<what>', 'id of a review, canonical key, or <system>:<local key>'),
  ).action(show);

  withHubOptions(
    match
      .command('link')
      .description('make two things one')
      .argument('<what>', 'id of a review, or the canonical key that ends')
      .argument('[into]', 'the canonical key that stays'),
  )
    .requiredOption('--reason <reason>', 'kept with the decision')
    .option('--keep <side>', 'of a review: whose key stays, a or b', 'a')
    .option('--entity <entity>', 'of keys: what they are keys of', 'item')
    .action(link);

  withHubOptions(
    match
      .command('separate')
      .description('say that a pair is two things, or part what was made one')
      .argument('<what>', 'id of a review, a key that was merged, or <system>:<local key> that was linked'),
  )
    .requiredOption('--reason <reason>', 'kept with the decision')
    .option('--entity <entity>', 'where the key names things of several entities')
    .action(separate);
}

async function preview(entity: string | undefined, options: PreviewOptions): Promise<void> {
  if (!options.dryRun)
    throw new CommandFailure(
      'Things are matched as they come in.',
      'See what a change would do with --dry-run; decide with `match reviews`, `match link`, `match separate`.',
      exitCodes.usage,
    );
  const changes = await changesIn(options.landscape, entity);
  const client = await hubClient(options);
  const { output, colors } = terminal();
  const previews: Record<string, MatchingPreview> = {};
  for (const [name, change] of changes)
    previews[name] = await client.post<MatchingPreview>('matches/preview', { entity: name, change });
  if (options.json) return printJson(output, previews);
  for (const [name, found] of Object.entries(previews)) output.write(previewText(name, found, colors));
}

/** What the landscape changes of each entity that is matched. */
async function changesIn(folder: string, only: string | undefined) {
  const dependencies = await landscapeDependencies(readConfig().environment);
  const { landscape, problems } = await readLandscape(path.resolve(folder), dependencies);
  if (!landscape) {
    const { output, colors } = terminal(process.stderr);
    printProblems(output, problems, colors);
    throw new CommandFailure('The landscape has problems.', 'Mend what stands above.');
  }
  const matched = [...dependencies.model.entities.values()].filter(({ matching }) => matching);
  const chosen = matched.filter(({ entity }) => only === undefined || entity === only);
  if (chosen.length === 0) {
    const names = matched.map(({ entity }) => entity).join(', ');
    throw new CommandFailure(`${only} is not matched.`, `Matched: ${names}.`, exitCodes.usage);
  }
  return chosen.flatMap(({ entity }) => {
    const change = landscape.matching.get(entity) ?? {};
    return change.off ? [] : [[entity, change] as const];
  });
}

async function reviews(options: HubOptions & Record<string, string>): Promise<void> {
  const client = await hubClient(options);
  const { entity, system, state, limit, cursor } = options;
  const page = await client.get<ReviewsPage>('matches', { entity, system, state, limit, cursor });
  const { output, colors } = terminal();
  if (options.json) printJson(output, page);
  else output.write(reviewsText(page, Date.now(), colors));
}

async function copies(options: HubOptions & { limit: string }): Promise<void> {
  const client = await hubClient(options);
  const found = await client.get<LikelyCopies>('matches/copies', { limit: options.limit });
  const { output, colors } = terminal();
  if (options.json) printJson(output, found);
  else output.write(copiesText(found, colors));
}

async function show(what: string, options: HubOptions): Promise<void> {
  const client = await hubClient(options);
  const { output, colors } = terminal();
  if (isId(what)) {
    const review = await client.get<Review>(`matches/${what}`);
    return options.json
      ? printJson(output, review)
      : void output.write(reviewText(review, Date.now(), colors));
  }
  const found = await client.get<MatchesOfKey>(`matches/of/${encodeURIComponent(what)}`);
  if (options.json) printJson(output, found);
  else output.write(keyText(found, Date.now(), colors));
}

async function link(what: string, into: string | undefined, options: DecideOptions): Promise<void> {
  const { reason, keep, entity } = options;
  const decide = (client: HubClient) =>
    into === undefined
      ? client.post<Regrouped>(`matches/${readId(what, 'match reviews')}/decide`, {
          decision: 'link',
          keep,
          reason,
        })
      : client.post<Regrouped>('matches/merge', { entity, loser: what, survivor: into, reason });
  await decided(options, decide, ({ key, other }) => `${key} is ${other} from now on`);
}

async function separate(what: string, options: DecideOptions): Promise<void> {
  const { reason, entity } = options;
  const decide = (client: HubClient) =>
    isId(what)
      ? client.post<Regrouped>(`matches/${what}/decide`, { decision: 'separate', reason })
      : client.post<Regrouped>('matches/separate', { key: what, reason, ...(entity && { entity }) });
  await decided(
    options,
    decide,
    ({ key, other }) => `${key} and ${other} are two things; that is remembered`,
  );
}

async function decided(
  options: HubOptions,
  decide: (client: HubClient) => Promise<Regrouped>,
  words: (answer: Regrouped) => string,
): Promise<void> {
  const answer = await decide(await hubClient(options));
  const { output, colors } = terminal();
  if (options.json) return printJson(output, answer);
  const moved = answer.moved.map(({ system, localKey }) => `    ${system} ${localKey}\n`).join('');
  output.write(`${colors.green('✓')} ${words(answer)}\n${moved}`);
}

function isId(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}
