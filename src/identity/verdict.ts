import type { ConnectivityRule } from '../landscape/landscape.ts';
import type { JsonObject } from '../vocabulary/json.ts';

/**
 * What becomes of what a system says, under the rule that holds: it counts; or the authority, or a steward, is asked; or it is kept as what
 * that system says and changes nothing.
 */
export type Verdict =
  | { verdict: 'counts'; rule?: ConnectivityRule }
  | { verdict: 'proposed'; rule: ConnectivityRule }
  | {
      verdict: 'kept aside';
      rule: ConnectivityRule;
      /** The interface that is heard is of the same system: what is kept aside must not pass for what that one said last. */
      sharesView?: true;
    };

/** The authorise step of one interface; `current`: what the enterprise holds to be true now. */
export type Authorise = (record: JsonObject, current: JsonObject | undefined) => Verdict;
