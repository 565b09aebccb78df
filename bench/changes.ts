import type { Erp } from './erp.ts';
import { euNumber, naNumber } from './erpItems.ts';

/**
 * Changes another item that both have at each turn, in the two ERPs by turns, and waits until the other one has it; what is changed in the seconds of the
 * warm-up is not counted. Milliseconds from before the change is sent until after the other ERP has committed it.
 */
export async function sendChanges(
  na: Erp,
  eu: Erp,
  perSecond: number,
  seconds: number,
  warmUp: number,
): Promise<number[]> {
  const sent = new Map<string, number>();
  const latencies: number[] = [];
  for (const { db } of [na, eu]) {
    await db.query(`
      create function arrived() returns trigger language plpgsql as $$ begin perform pg_notify('arrived', new.revision); return null; end $$;
      create trigger arrived after insert or update on item for each row when (new.changed_by = 'HUB' and new.revision is not null)
      execute function arrived();
      listen arrived`);
    db.on('notification', ({ payload }) => {
      const at = sent.get(payload ?? '');
      if (at !== undefined) latencies.push(performance.now() - at);
      sent.delete(payload ?? '');
    });
  }
  const [unmeasured, total] = [perSecond * warmUp, perSecond * (warmUp + seconds)];
  const begun = performance.now();
  const changing: Promise<unknown>[] = [];
  for (let n = 0; n < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * perSecond));
    for (; n < due; n++) {
      const revision = `R${n}`;
      if (n >= unmeasured) sent.set(revision, performance.now());
      changing.push(n % 2 === 0 ? change(na, naNumber(n), revision) : change(eu, euNumber(n), revision));
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(changing);
  for (let waited = 0; sent.size > 0 && waited < 20_000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return latencies.toSorted((a, b) => a - b);
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

async function change({ people }: Erp, no: string, revision: string): Promise<void> {
  await people.query({
    name: 'change',
    text: `update item set revision = $2, changed_by = 'kim', change = nextval('change') where no = $1`,
    values: [no, revision],
  });
}
