import type { Sink, SinkContext } from '../connector.ts';
import { binder, refuseUnknownParameters } from './bind.ts';
import type { Database } from './database.ts';
import { ledgerMaker, withLedger } from './ledger.ts';
import { readStatement } from './readStatement.ts';
import { sendTogether } from './sendTogether.ts';
import type { Write, WriteStatement } from './settings.ts';
import { openStagingSink } from './staging.ts';
import { statementWriter } from './writeRows.ts';

/** Throws a ProblemError when the statement's file is missing or names a parameter that there is not. */
export function openSink(database: Database, context: SinkContext): Sink {
  const write = context.write as unknown as Write;
  return 'staging' in write
    ? openStagingSink(database, context, write)
    : openStatementSink(database, context, write);
}

function openStatementSink(database: Database, context: SinkContext, write: WriteStatement): Sink {
  const { ledger, localTimes = [] } = write;
  const statement = readStatement(context.folder, write.statement, database.dialect);
  refuseUnknownParameters(statement, localTimes, write.statement);
  const plain = statementWriter(database, statement, write.localKey);
  const writeRows = ledger === undefined ? plain : withLedger(database, ledger, plain);
  const makeLedger = ledger === undefined ? async () => undefined : ledgerMaker(database, ledger);
  const bind = binder(statement, database.dialect, database.zone, localTimes);
  return {
    bulk: write.bulk ?? 1000,
    send: async (deliveries, signal) => {
      await makeLedger();
      return sendTogether(database, deliveries.map(bind), writeRows, signal);
    },
  };
}
