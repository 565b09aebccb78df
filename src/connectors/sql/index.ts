import type { Connector, OpenSystem, SystemContext } from '../connector.ts';
import type { Database } from './database.ts';
import { unavailable, wordsOf } from './failure.ts';
import { openMysql } from './mysql.ts';
import { openPostgres } from './postgres.ts';
import { Connection, Read, Write } from './settings.ts';
import { openSink } from './sink.ts';
import { openSource } from './source.ts';
import { openZone } from './zone.ts';

export const sqlConnector: Connector = {
  name: 'sql',
  summary:
    'PostgreSQL, MariaDB and MySQL: polls by cursor columns, writes by statement or through staging tables.',
  settings: { connection: Connection, read: Read, write: Write },
  open,
};

async function open(system: SystemContext): Promise<OpenSystem> {
  const connection = system.connection as unknown as Connection;
  const zone = openZone(connection.timezone ?? system.timeZone);
  const openDatabase = /^postgres/.test(connection.url) ? openPostgres : openMysql;
  const database = openDatabase(connection, zone, system.log);
  let closed: Promise<void> | undefined;
  return {
    source: (context) => openSource(database, context),
    sink: (context) => openSink(database, context),
    check: () => check(database),
    close: () => {
      closed ??= database.close();
      return closed;
    },
  };
}

async function check(database: Database) {
  try {
    await database.read({ text: database.dialect.now });
    return undefined;
  } catch (error) {
    return unavailable(wordsOf(error));
  }
}
