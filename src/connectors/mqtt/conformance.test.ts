import { describe } from 'vitest';
import { conformance } from '../conformance.ts';
import type { NumberedRecord } from '../conformanceHarness.ts';
import { mqttConnector } from './index.ts';
import { connectTo, makeSession, testBroker, withoutMosquitto } from './mosquitto.testing.ts';

describe.skipIf(withoutMosquitto)(withoutMosquitto ?? 'with Mosquitto', () => {
  conformance('mqtt', {
    connector: mqttConnector,
    sides: ['source', 'sink'],
    waivers: {
      'a delivery sent again has one effect':
        'MQTT knows no idempotency key: receivers tell repetitions by the user property lineshaft-delivery',
    },
    start: async () => {
      const broker = await testBroker();
      const { url } = broker;
      await makeSession(url, 'lineshaft-outside-records', 'in/#');
      const received: NumberedRecord[] = [];
      const peer = await connectTo(url);
      peer.on('message', (_, payload) => received.push(JSON.parse(payload.toString())));
      await peer.subscribeAsync('out/#', { qos: 1 });
      return {
        connection: { url },
        source: {
          read: { topics: ['in/#'], batch: 5, idle: '50ms' },
          limit: 5,
          put: async (records: readonly NumberedRecord[]) => {
            for (const record of records) await peer.publishAsync('in/a', JSON.stringify(record), { qos: 1 });
          },
          putUndecodable: async () => {
            await peer.publishAsync('in/a', '{"n": 1,', { qos: 1 });
          },
        },
        sink: {
          write: { topic: 'out/{text}' },
          received: async () => {
            const { promise, resolve } = Promise.withResolvers<void>();
            peer.once('message', () => resolve());
            await peer.publishAsync('out/mark', '{"n": -1}', { qos: 1 });
            await promise;
            return received.filter(({ n }) => n !== -1);
          },
          refused: { document: { n: 2, text: 'forbidden' }, words: /Not authorized.*0x87/ },
        },
        goDown: () => broker.stop(),
        stop: async () => {
          peer.end(true);
          await broker.remove();
        },
      };
    },
  });
});
