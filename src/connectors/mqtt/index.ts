import { problem } from '../../vocabulary/problem.ts';
import type { Connector } from '../connector.ts';
import { wordsOf } from './connect.ts';
import { openPublisher } from './publisher.ts';
import { Connection, Read, Write } from './settings.ts';
import { openSink } from './sink.ts';
import { openSource } from './source.ts';

export const mqttConnector: Connector = {
  name: 'mqtt',
  summary:
    'MQTT 5 and 3.1.1: subscribes with a session that the broker keeps, publishes with acknowledgement.',
  settings: { connection: Connection, read: Read, write: Write },
  async open(system) {
    const connection = system.connection as unknown as Connection;
    const publisher = openPublisher(connection, system.system);
    return {
      source: (context) => openSource(connection, context),
      sink: (context) => openSink(publisher, context),
      check: async (signal) => {
        try {
          await publisher.client(signal);
          return undefined;
        } catch (error) {
          return problem('target-unavailable', 'send', wordsOf(error));
        }
      },
      close: () => publisher.close(),
    };
  },
};
