import type { Queryable } from '../database/pool.ts';
import type { Landscape } from '../landscape/landscape.ts';
import type { Instant } from '../vocabulary/json.ts';
import type { WorkKind } from '../vocabulary/work.ts';
import { type Assignment, nameOf, readAssignments } from './notes.ts';
import { dueOf, ownerOf, siteOf } from './ownership.ts';
import type { SourceItem, WorkFilter, WorkSource } from './workSource.ts';

/** One thing that waits for a person, with whose it is and until when. */
export interface WorkItem extends SourceItem {
  kind: WorkKind;
  owner?: string;
  assignee?: string;
  dueAt: Instant;
  overdue: boolean;
}

export interface ListFilter extends WorkFilter {
  kind?: WorkKind;
  site?: string;
  /** Owner or assignee. */
  who?: string;
  overdue?: boolean;
}

/** All that is open and fits, what is due first at the top; `now` in milliseconds. */
export async function listWork(
  db: Queryable,
  sources: readonly WorkSource[],
  landscape: Pick<Landscape, 'stewardship' | 'systems'>,
  filter: ListFilter,
  now: number,
): Promise<WorkItem[]> {
  const asked = sources.filter(({ kind }) => filter.kind === undefined || kind === filter.kind);
  const found = await Promise.all(
    asked.map(async ({ kind, list }) => (await list(db, filter)).map((item) => ({ ...item, kind }))),
  );
  const items = found.flat();
  const assignments = await readAssignments(db, items);
  return items
    .map((item) => annotate(item, assignments.get(nameOf(item)), landscape, now))
    .filter((item) => fits(item, filter))
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
}

/** Whose it is and until when: as assigned, else as the landscape declares. */
export function annotate<T extends SourceItem & { kind: WorkKind }>(
  item: T,
  assignment: Assignment | undefined,
  landscape: Pick<Landscape, 'stewardship' | 'systems'>,
  now: number,
): T & WorkItem {
  const site = siteOf(item, landscape);
  const owner = ownerOf(item.entity, site, landscape);
  const dueAt = assignment?.dueAt ?? new Date(dueOf(item.kind, item, landscape)).toISOString();
  return {
    ...item,
    ...(site !== undefined && { site }),
    ...(owner !== undefined && { owner }),
    ...(assignment?.assignee !== undefined && { assignee: assignment.assignee }),
    dueAt,
    overdue: Date.parse(dueAt) < now,
  };
}

function fits({ site, owner, assignee, overdue }: WorkItem, filter: ListFilter): boolean {
  return (
    (filter.site === undefined || site === filter.site) &&
    (filter.who === undefined || (assignee ?? owner) === filter.who) &&
    (filter.overdue !== true || overdue)
  );
}
