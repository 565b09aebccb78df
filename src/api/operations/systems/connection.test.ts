import { expect, test } from 'vitest';
import { connectionOf } from './connection.ts';

test('of a connection it is told where and as whom, and never what lets the hub in', () => {
  const connections: Parameters<typeof connectionOf>[0][] = [
    { connector: 'sql', connection: { url: 'postgresql://hub:s3cret@db.plant:5432/mes?sslkey=s3cret' } },
    {
      connector: 'http',
      connection: {
        url: 'https://s3cret@erp/odata/v4',
        auth: { basic: { user: 'HUB', password: 's3cret' } },
      },
    },
    {
      connector: 'http',
      connection: { url: 'https://crm', auth: { oauth2: { clientId: 'hub-7', clientSecret: 's3cret' } } },
    },
    {
      connector: 'http',
      connection: { url: 'https://tms/v1', auth: { bearer: 's3cret' }, headers: { key: 's3cret' } },
    },
    { connector: 'http', connection: { url: 'https://s3cret@wms/' } },
    { connector: 'mqtt', connection: { url: 'mqtts://broker:8883', username: 'hub', password: 's3cret' } },
    { connector: 'file', connection: { folder: '/srv/exchange' } },
  ];
  expect(connections.map(connectionOf)).toEqual([
    { connector: 'sql', protocol: 'postgresql', host: 'db.plant:5432', path: '/mes', user: 'hub' },
    { connector: 'http', protocol: 'https', host: 'erp', path: '/odata/v4', user: 'HUB' },
    { connector: 'http', protocol: 'https', host: 'crm', user: 'hub-7' },
    { connector: 'http', protocol: 'https', host: 'tms', path: '/v1' },
    { connector: 'http', protocol: 'https', host: 'wms' },
    { connector: 'mqtt', protocol: 'mqtts', host: 'broker:8883', user: 'hub' },
    { connector: 'file', path: '/srv/exchange' },
  ]);
});
