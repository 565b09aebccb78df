import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect } from 'vitest';
import { type Northfield, startNorthfield } from '../examples/five-sites/northfield.ts';
import { testServer } from '../examples/five-sites/systems/testing.ts';
import type { JsonObject } from '../src/vocabulary/json.ts';
import { openBalancer } from './chaos/balancer.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type HubProcess, startHubProcess, temporaryFolder, until } from './process.ts';

const landscape = fileURLToPath(new URL('../examples/five-sites/landscape', import.meta.url));

export interface Standing {
  state: string;
  status: string;
  context: JsonObject;
}

export interface QuietNorthfield {
  northfield: Northfield;
  database: TestDatabase;
  hub: HubProcess;
  /** The tables of the American ERP. */
  american: pg.Pool;
  /** Asks the European ERP as its people do. */
  european(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** What the American ERP answers to a row that its people enter in a staging table, with its `msgid`. */
  stage(table: string, row: { msgid: string } & Record<string, string>): Promise<string>;
  /** Asks the CRM as its people do. */
  crm(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** Asks planning as its people do. */
  planning(method: string, path: string, body?: object): Promise<unknown>;
  /** Where an instance of a process stands; undefined: there is none. */
  standing(instance: string): Promise<Standing | undefined>;
  /** Waits until an instance has ended, in this state. */
  ended(instance: string, as: string): Promise<void>;
  /** Milliseconds per step of work in these systems from now on. */
  pace(ms: number, systems: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Northfield in which nothing happens but what a test does, and nothing is mistyped; these processes of its landscape listen. */
export async function startQuietNorthfield(pace: number, processes: string[]): Promise<QuietNorthfield> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of undo.toReversed()) await each();
  };
  try {
    const server = await testServer();
    undo.push(server.stop);
    const database = await testDatabase();
    undo.push(database.drop);
    const hubs: HubProcess[] = [];
    const balancer = await openBalancer(() => hubs.map(({ url }) => url));
    undo.push(balancer.close);
    const state = await temporaryFolder('northfield');
    undo.push(() => rm(state, { recursive: true, force: true }));
    const northfield = await startNorthfield({
      ...{ state, database: server.url, hub: balancer.url, ports: 'free', rate: 0, dirty: 0, pace },
    });
    undo.push(northfield.stop);
    const american = new pg.Pool({ connectionString: northfield.env['NA_ERP_URL']!, max: 1 });
    american.on('error', () => {});
    undo.push(() => american.end());
    const hub = await startHubProcess(landscape, database.url, northfield.env);
    hubs.push(hub);
    undo.push(hub.stop);
    await until(async () => {
      const listening = processes.map((process) => `process/${process}`);
      const { rows } = await database.pool.query('select from subscription where name = any($1)', [
        listening,
      ]);
      return rows.length === processes.length;
    });
    const european: QuietNorthfield['european'] = async (method, path, body) => {
      const { EU_ERP_URL, EU_ERP_PASSWORD } = northfield.env;
      const authorization = `Basic ${Buffer.from(`NOWAK:${EU_ERP_PASSWORD}`).toString('base64')}`;
      const headers = { authorization, 'if-match': '*' };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const answer = await fetch(`${EU_ERP_URL}/${path}`, init);
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Record<string, unknown>;
    };
    const stage: QuietNorthfield['stage'] = async (table, row) => {
      const columns = Object.keys(row);
      await american.query(
        `insert into ${table} (usid, ${columns}) values ('KOWALSKI', ${columns.map((_, i) => `$${i + 1}`)})`,
        Object.values(row),
      );
      const answered = async () => {
        const { rows } = await american.query<{ status: string; keyout: string }>(
          `select status, keyout from ${table} where msgid = $1`,
          [row.msgid],
        );
        return rows[0]!;
      };
      await until(async () => (await answered()).status !== 'N');
      expect(await answered()).toMatchObject({ status: 'D' });
      return (await answered()).keyout;
    };
    const crm: QuietNorthfield['crm'] = async (method, path, body) => {
      const { CRM_URL, CRM_TOKEN } = northfield.env;
      const init = {
        method,
        headers: { authorization: `Bearer ${CRM_TOKEN}` },
        ...(body && { body: JSON.stringify(body) }),
      };
      const answer = await fetch(CRM_URL + path, init);
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Record<string, unknown>;
    };
    const planning: QuietNorthfield['planning'] = async (method, path, body) => {
      const { PLANNING_URL, PLANNING_KEY } = northfield.env;
      const init = {
        method,
        headers: { 'x-api-key': PLANNING_KEY! },
        ...(body && { body: JSON.stringify(body) }),
      };
      const answer = await fetch(PLANNING_URL + path, init);
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    };
    const standing: QuietNorthfield['standing'] = async (instance) => {
      const { rows } = await database.pool.query<Standing>(
        `select state #>> '{}' as state, status, context from process_instance where id = $1`,
        [instance],
      );
      return rows[0];
    };
    const ended: QuietNorthfield['ended'] = async (instance, as) => {
      await until(async () => (await standing(instance))?.status === 'ended');
      expect((await standing(instance))?.state).toBe(as);
    };
    const setPace = async (ms: number, systems: string[]) => {
      for (const system of systems)
        await fetch(`${northfield.controls[system]}/pace?ms=${ms}`, { method: 'POST' });
    };
    return {
      ...{ northfield, database, hub, american, european, stage, crm, planning },
      ...{ standing, ended, pace: setPace, stop },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
