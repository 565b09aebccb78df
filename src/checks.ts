import type { SourceMessage } from './connectors/connector.ts';
import type { Pool } from './database/pool.ts';
import { messageOf, readDocument } from './documents.ts';
import { type Arrival, readArrival } from './identity/arrival.ts';
import type { CrossReferences } from './identity/crossReferences.ts';
import { type CompiledInlet, mapDocuments } from './inbound.ts';
import type { Landscape } from './landscape/landscape.ts';
import { readAt } from './ledger/read.ts';
import type { CompiledLine } from './line.ts';
import type { Scope } from './mapping/mapping.ts';
import type { Checks, ShowChecks } from './stewardship/checks.ts';
import { isState, type LedgerEntry } from './vocabulary/envelope.ts';
import { type Instant, isObject, type Json } from './vocabulary/json.ts';
import type { Problem } from './vocabulary/problem.ts';

/** Maps and checks with the steps of the line itself, and writes nothing. */
export function createChecks(
  pool: Pool,
  references: CrossReferences,
  { inlets }: Pick<CompiledLine, 'inlets'>,
  { quality }: Pick<Landscape, 'quality'>,
): ShowChecks {
  return async (position) => {
    const [entry] = await readAt(pool, [position]);
    const told =
      entry?.batch === undefined ? undefined : await readDocument(pool, entry.batch, entry.ordinal ?? 0);
    const inlet = inlets.find(({ interface: { id } }) => id === told?.interface);
    const message = told && messageOf(told);
    if (!entry || !message || !inlet) return undefined;
    const noted = noting(inlet.scope(told.receivedAt));
    const documents = [message.document as Json];
    const [mapped] = await mapDocuments({ pool, references }, inlet, noted.scope, documents);
    const arrived =
      mapped && 'value' in mapped
        ? ownOf(mapped.value, entry, inlet, message, told.receivedAt, references)
        : mapped?.problem;
    const findings = [...findingsOf(arrived), ...(await findingsAcross(pool, inlet, arrived))];
    return {
      interface: told.interface,
      entity: inlet.entity.entity,
      translations: noted.translations(),
      references: noted.references(),
      rules: rulesOf(inlet, quality, findings),
      findings,
      ...(arrived && !('code' in arrived) && { authorised: authorisedOf(inlet, arrived, entry) }),
    };
  };
}

/** Notes what a mapping asks of code lists and cross-references; of one that is asked again the last answer. */
function noting(scope: Scope) {
  const codes = new Map<string, Checks['translations'][number]>();
  const keys = new Map<string, Checks['references'][number]>();
  const noted: Scope = {
    ...scope,
    code: (list, value) => {
      const canonical = scope.code(list, value);
      if (canonical !== undefined || value.trim() !== '')
        codes.set(`${list} ${value}`, { list, value, ...(canonical !== undefined && { canonical }) });
      return canonical;
    },
    xref: (entity, localKey, system) => {
      const key = scope.xref(entity, localKey, system);
      keys.set(`${entity} ${system} ${localKey}`, {
        entity,
        system,
        localKey,
        ...(key !== undefined && { key }),
      });
      return key;
    },
  };
  return { scope: noted, translations: () => [...codes.values()], references: () => [...keys.values()] };
}

/** Of the records of a message the one that the entry is about; a problem when one of them is stopped. */
function ownOf(
  value: Json | undefined,
  { subject, ordinal = 0 }: LedgerEntry,
  inlet: CompiledInlet,
  message: SourceMessage,
  receivedAt: Instant,
  references: CrossReferences,
): Arrival | Problem | undefined {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const arrivals = values.map((each) => readArrival(each, ordinal, inlet, message, receivedAt));
  const isOwn = (each: Arrival | Problem) =>
    !('code' in each) &&
    (each.key ?? references.canonical(inlet.system.code, inlet.entity.entity, each.localKey)) === subject;
  return arrivals.find((each) => 'code' in each) ?? arrivals.find(isOwn) ?? arrivals[0];
}

function findingsOf(arrived: Arrival | Problem | undefined): Checks['findings'] {
  if (!arrived) return [];
  if ('code' in arrived) return [{ severity: 'stops', problem: arrived }];
  return (arrived.warnings ?? []).map(({ problem }) => ({ severity: 'warns', problem }));
}

/** Rules across records are asked when records change: what they found is kept. */
async function findingsAcross(
  pool: Pool,
  { interface: { id }, entity }: CompiledInlet,
  arrived: Arrival | Problem | undefined,
): Promise<Checks['findings']> {
  if (!arrived || 'code' in arrived || entity.unique.length === 0) return [];
  const { rows } = await pool.query<{ problem: Problem }>(
    `select problem from quality_finding
     where interface = $1 and local_key = $2 and rule = any($3) and state in ('open', 'accepted') order by rule`,
    [id, arrived.localKey, entity.unique.map((rule) => rule.id)],
  );
  return rows.map(({ problem }) => ({ severity: 'warns', problem }));
}

function rulesOf(
  { entity }: CompiledInlet,
  quality: Landscape['quality'],
  findings: Checks['findings'],
): Checks['rules'] {
  const own = quality.filter((rule) => rule.entity === entity.entity);
  const all = [
    ...own.map(({ id, message }) => ({ rule: id, says: message })),
    ...entity.unique.map(({ id, meaning }) => ({ rule: id, says: meaning })),
  ];
  const broken = new Set(findings.map(({ problem }) => problem.rule));
  return all.map((each) => ({ ...each, broken: broken.has(each.rule) }));
}

function authorisedOf(
  { authorise }: CompiledInlet,
  { record }: Arrival,
  entry: LedgerEntry,
): NonNullable<Checks['authorised']> {
  const stood = isState(entry) && isObject(entry.data['record']) ? entry.data['record'] : undefined;
  const { verdict, rule } = authorise(record, stood);
  return {
    verdict,
    ...(rule && { model: rule.model, rule: `${rule.file}:${rule.line}` }),
    ...(rule?.authority !== undefined && { authority: rule.authority }),
  };
}
