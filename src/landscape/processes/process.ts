import type { JsonObject } from '../../vocabulary/json.ts';
import type { ProcessSettings } from './processSettings.ts';

/** A chart as written in TypeScript: every setting of `processes/*.yaml`, and functions where YAML has JSONata. */
export type Process<Context extends object = JsonObject> = Written<ProcessSettings, Context>;

/** What a function of a chart is asked about. */
export interface Asked<Context extends object> {
  /** What the instance knows; not yet there in `start.when`, `segment` and `context`. */
  context: Context;
  event: {
    type: string;
    /** Canonical key of the thing. */
    subject: string;
    /** ISO 8601, UTC. */
    time: string;
    // biome-ignore lint/suspicious/noExplicitAny: what an event tells is whatever its entity or its command is.
    data: any;
  };
  // biome-ignore lint/suspicious/noExplicitAny: as declared under `parameters`.
  parameters: any;
  /** Of a command with `each`: the one it is given for. */
  // biome-ignore lint/suspicious/noExplicitAny: what `each` gives.
  each: any;
}

interface Answers<Context> {
  when: boolean;
  set: Partial<Context>;
  context: Context;
  data: object;
  keys: string | (string | undefined)[];
  key: string;
  each: unknown[];
  segment: string | undefined;
}

/** Settings that have a default. */
type Defaulted = 'version' | 'parameters' | 'commands' | 'migrate' | 'do' | 'enter';

type Written<Settings, Context extends object> = Settings extends readonly (infer Each)[]
  ? Written<Each, Context>[]
  : Settings extends object
    ? {
        [Name in keyof Settings as Name extends Defaulted ? never : Name]: Setting<Settings, Name, Context>;
      } & {
        [Name in keyof Settings as Name extends Defaulted ? Name : never]?: Setting<Settings, Name, Context>;
      }
    : Settings;

type Setting<Settings, Name extends keyof Settings, Context extends object> = string extends Name
  ? Written<Settings[Name], Context>
  : Name extends keyof Answers<Context>
    ? Settings[Name] extends string | undefined
      ? Settings[Name] | ((asked: Asked<Context>) => Answers<Context>[Name])
      : Written<Settings[Name], Context>
    : Written<Settings[Name], Context>;
