import type { JsonObject } from '../vocabulary/json.ts';
import { type Given, type Instance, instanceId, type Request, type Taken } from './instance.ts';
import type { Machine } from './machine.ts';
import { createPlay, type Known, type Play } from './play.ts';

const NOW = '2026-03-01T12:00:00.000Z';

/** One instance of a process, in memory: what it is told, asked and answered, each in a round of its own. Rounds give the commands, with their keys. */
export function played(machine: Machine, about: string) {
  const process = machine.chart.code;
  const id = instanceId(process, about);
  const taken: Taken[] = [];
  const waiting: unknown[] = [];
  let instances = new Map<string, Instance>();
  const round = (work: (play: Play) => void): [string, string][] => {
    const byKey = new Map(instances.has(id) ? [[about, new Set([id])]] : []);
    const known: Known = {
      instances,
      byKey,
      waiting: new Map(),
      timers: [],
      held: new Map(),
      earlier: () => [],
    };
    const play = createPlay(machine, () => machine, known);
    work(play);
    instances = new Map([...instances, ...play.outcome.instances]);
    taken.push(...play.outcome.taken);
    waiting.push(...play.outcome.waiting);
    return play.outcome.issued.map(({ given }) => [given.name, given.key]);
  };
  const instance = () => instances.get(id)!;
  const tell = (type: string, data: JsonObject = {}, subject = about) =>
    round((play) => play.hear({ event: { type, subject, time: NOW, data } }, [about]));
  const answered = (n: string, answer: string): JsonObject => ({ process, instance: id, n, answer });
  return {
    instance,
    tell,
    answered,
    ask: (kind: Request['kind']) =>
      round((play) => {
        const request = { id: 1, instance: id, kind, data: {}, by: 'test', reason: 'because', at: NOW };
        const left = play.ask(request);
        if (left !== undefined) throw new Error(left);
      }),
    /** Of all commands that have no answer yet, or those of a key. */
    answer: (answer: Given['answer'] & string, key?: string, said: JsonObject = {}) =>
      instance()
        .given.filter((given) => given.answer === undefined && (key ?? given.key) === given.key)
        .flatMap(({ n, name, key: its }) =>
          tell(`${name}.${answer}`, { ...said, ...answered(n, answer) }, its),
        ),
    waiting: () => waiting,
    history: () => taken.map(({ event, by, reason }) => [event, by, reason]),
  };
}
