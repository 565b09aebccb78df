import type { Sink } from '../../src/connectors/connector.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { openSink, startTarget } from '../target.ts';

/** A row as the ERP shows it; `_id` is another with every change. */
export interface Row extends JsonObject {
  no: string;
  name: string;
  rev: string;
  /** Who changed it last: the hub's user or a person. */
  by: string;
  /** When. */
  at: string;
  _id: string;
}

/** An ERP on a real socket that keeps names in capitals and cut to twelve letters; the hub writes there as HUB, and so do people. */
export interface CuttingErp {
  sink: Sink;
  /** What the ERP shows now of the thing that the hub knows under this key. */
  row(subject: string): Row;
  personSets(subject: string, set: { name?: string; rev?: string }): void;
  stop(): Promise<void>;
}

export async function cuttingErp(): Promise<CuttingErp> {
  const target = await startTarget();
  const { sink, close } = await openSink(target.url);
  const rows = new Map<string, Row>();
  let changes = 0;
  const change = (subject: string, by: string, set: { name?: string; rev?: string }) => {
    const known = rows.get(subject) ?? { no: `E${rows.size + 1}`, name: '', rev: '0' };
    const at = new Date().toISOString();
    const row = { ...known, ...set, by, at, _id: `${known.no}@${++changes}` };
    rows.set(subject, { ...row, name: row.name.toUpperCase().slice(0, 12) });
    return row.no;
  };
  target.answer = ({ body: { subject, name, rev } }) => {
    const set = { name: String(name), ...(rev !== undefined && { rev: String(rev) }) };
    return { status: 200, body: { id: change(String(subject), 'HUB', set) } };
  };
  return {
    sink,
    row: (subject) => rows.get(subject)!,
    personSets: (subject, set) => void change(subject, 'kim', set),
    stop: async () => {
      await close();
      await target.stop();
    },
  };
}
