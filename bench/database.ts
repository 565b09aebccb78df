import pg from 'pg';

/** A new, empty database of the server; its URL. */
export async function newDatabase(server: string, name: string): Promise<string> {
  const client = await connect(server);
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
