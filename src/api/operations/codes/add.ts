import type { Pool } from '../../../database/pool.ts';
import { transaction } from '../../../database/transaction.ts';
import { completeCodeFile, writeCodeFile } from '../../../landscape/codeFile.ts';
import type { Landscape } from '../../../landscape/landscape.ts';
import type { Model } from '../../../quality/checker.ts';
import { keepAddition } from '../../../stewardship/codeAdditions.ts';
import { type Problem, problem } from '../../../vocabulary/problem.ts';
import { keepAudit } from '../../audit.ts';
import type { AddCode, CodeAdded } from './contract.ts';
import { readMissing } from './missing.ts';

const LOCK = 7_361_205;

/** Completes a code list: in force in all hub processes at once, and in the landscape's file where this one may write it. */
export async function addCode(
  pool: Pool,
  landscape: Landscape,
  home: string,
  model: Model,
  actor: string,
  addition: AddCode,
): Promise<CodeAdded | Problem> {
  const { list, system, value, canonical } = addition;
  const { codes, systems } = landscape;
  const translated = codes.toCanonical(list, system, value);
  if (translated !== undefined && translated !== canonical) return translatedAlready(addition, translated);
  const lacking = (await readMissing(pool, codes)).find(
    (each) =>
      each.list === list &&
      each.system === system &&
      each.value === (each.direction === 'in' ? value : canonical),
  );
  return transaction(pool, async (connection) => {
    await connection.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const change = await completeCodeFile(home, addition, new Set(systems.keys()), { model });
    if ('code' in change) return problem('request-invalid', 'api', change.detail, { advice: change.advice });
    await keepAddition(connection, addition, actor);
    const because = await writeCodeFile(home, change);
    const written = because === undefined;
    const details = { ...addition, file: change.file, written };
    await keepAudit(connection, {
      actor,
      action: 'code.add',
      subject: `${system} ${list} ${value}`,
      details,
    });
    codes.learn([addition]);
    return {
      ...addition,
      file: change.file,
      diff: change.diff,
      written,
      ...(!written && { because }),
      ...(lacking && { group: lacking.group }),
      parked: lacking?.count ?? 0,
    };
  });
}

function translatedAlready({ list, system, value }: AddCode, canonical: string): Problem {
  const detail = `${list} '${value}' of ${system} is read as ${canonical} already.`;
  const advice = 'What a list says already is changed in its file, not added to.';
  return problem('request-invalid', 'api', detail, { advice });
}
