import type { Queryable } from '../../../database/pool.ts';
import { type Saying, sayingOf, systemOf, type Told } from '../../../identity/told.ts';
import { readMessage } from '../../../observability/message.ts';
import type { JsonObject } from '../../../vocabulary/json.ts';
import type { OperationsParts, SourceFields } from '../parts.ts';
import type { RecordAnswer } from './contract.ts';

type Provenance = NonNullable<RecordAnswer['provenance']>[number];

/** Of more messages than these the documents are not looked up. */
const LOOKED_UP = 50;

/** Who said what stands: each attribute of the record, and each part that somebody said apart from the rest of its attribute. */
export async function readProvenance(
  db: Queryable,
  record: JsonObject,
  told: Told | undefined,
  lineage: OperationsParts['lineage'],
): Promise<Provenance[]> {
  const whole = Object.keys(record).map((name) => `/${name}`);
  const apart = Object.keys(told?.at ?? {}).filter((pointer) => pointer !== '');
  const pointers = [...new Set([...whole, ...apart])].sort();
  const messages = await readMessages(db, told?.sayings ?? []);
  return pointers.map((attribute) => {
    const saying = told && sayingOf(told, attribute);
    if (!saying) return { attribute };
    return { attribute, ...provenanceOf(saying, messages), ...fromOf(attribute, lineage.get(saying.by)) };
  });
}

type Message = NonNullable<Provenance['message']>;

async function readMessages(db: Queryable, sayings: readonly Saying[]): Promise<Map<Saying, Message>> {
  const messages = new Map<Saying, Message>();
  for (const saying of sayings.slice(0, LOOKED_UP)) {
    const { batch, ordinal } = saying;
    if (batch === undefined || ordinal === undefined) continue;
    const document = await readMessage(db, batch, ordinal);
    messages.set(saying, { batch, ordinal, ...document });
  }
  return messages;
}

function provenanceOf(saying: Saying, messages: ReadonlyMap<Saying, Message>): Omit<Provenance, 'attribute'> {
  const { by, batch, ordinal, conflict, at, rule } = saying;
  const known = batch !== undefined && ordinal !== undefined ? { batch, ordinal } : undefined;
  const message = messages.get(saying) ?? known;
  return {
    system: systemOf(saying),
    ...(conflict === undefined && { interface: by }),
    ...(message && { message }),
    ...(conflict !== undefined && { conflict }),
    at,
    ...(rule !== undefined && { rule }),
  };
}

function fromOf(attribute: string, fields: SourceFields | undefined): Pick<Provenance, 'from'> {
  const path = attribute.split('/').slice(1);
  const rows = fields?.().filter(({ target }) => isAbout(target, path)) ?? [];
  const from = [...new Set(rows.flatMap(({ sources }) => sources))];
  return from.length > 0 ? { from } : {};
}

/** `sites.*.planner` and `identifiers[].value` name places: `*` and `[]` stand for any name. */
function isAbout(target: string, path: readonly string[]): boolean {
  const names = target.replaceAll('[]', '.[]').split('.');
  const shared = Math.min(names.length, path.length);
  return names.slice(0, shared).every((name, i) => name === '*' || name === '[]' || name === path[i]);
}
