import type { Sink } from '../connectors/connector.ts';
import type { Pool } from '../database/pool.ts';
import type { Gate } from '../delivery/gate.ts';
import type { CrossReferences } from '../identity/crossReferences.ts';
import type { Site, System, TargetInterface } from '../landscape/landscape.ts';
import type { Holder } from '../lease.ts';
import type { Tail } from '../ledger/tail.ts';
import type { Mapping, Scope } from '../mapping/mapping.ts';
import type { Instant, JsonObject } from '../vocabulary/json.ts';

/** One target interface, compiled and ready to be delivered to. */
export interface Outlet {
  /** Row in `subscription`. */
  id: number;
  interface: TargetInterface;
  system: System;
  site: Site;
  mapping: Mapping;
  scope: (now: Instant) => Scope;
  /** Whether the entry is for this target; from `where:`. */
  wants: (data: JsonObject) => boolean;
  sink: Sink;
  gate: Gate;
  /**
   * Deliveries that may be at the target without a receipt here: the target is asked about them before they are sent. Not known: any of
   * them may be, since who worked before was broken off between sending and commit.
   */
  unsettled?: ReadonlySet<string> | undefined;
  /** The message at which the last rounds met nobody, and how many. */
  struck?: { position: number; times: number } | undefined;
}

/** All that is needed to route and map. */
export type CompiledOutlet = Omit<Outlet, 'id' | 'sink' | 'gate'>;

export interface OutboundLine {
  pool: Pool;
  references: CrossReferences;
  tail: Tail;
  holder: Holder;
}
