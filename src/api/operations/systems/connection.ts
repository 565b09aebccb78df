import type { System } from '../../../landscape/landscape.ts';
import type { Json, JsonObject } from '../../../vocabulary/json.ts';
import type { SystemDetail } from './contract.ts';

type Facts = SystemDetail['connection'];

/** Where a system is and as whom the hub comes to it; never what it shows to be let in. */
export function connectionOf({ connector, connection }: Pick<System, 'connector' | 'connection'>): Facts {
  const facts = { connector, ...place(connection) };
  const user = [connection['username'], userIn(connection['auth'])].find((each) => typeof each === 'string');
  return { ...facts, ...(typeof user === 'string' && { user }) };
}

function place({ url, folder }: JsonObject): Omit<Facts, 'connector'> {
  if (typeof folder === 'string') return { path: folder };
  const at = typeof url === 'string' ? URL.parse(url) : null;
  if (!at) return {};
  return {
    protocol: at.protocol.replace(':', ''),
    host: at.host,
    ...(at.pathname.length > 1 && { path: decodeURI(at.pathname) }),
    // Alone it may be a token.
    ...(at.username !== '' && at.password !== '' && { user: decodeURIComponent(at.username) }),
  };
}

function userIn(auth: Json | undefined): Json | undefined {
  const { basic, oauth2 } = (auth ?? {}) as { basic?: JsonObject; oauth2?: JsonObject };
  return basic?.['user'] ?? oauth2?.['clientId'];
}
