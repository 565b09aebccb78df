import { channel } from 'node:diagnostics_channel';

/** `{interface, outcomes, quality, milliseconds}` after each batch taken in; `quality` by site. */
export const inboundPassed = channel('lineshaft:inbound');
/** `{interface, delivered, parked, milliseconds}` after each batch delivered. */
export const outboundPassed = channel('lineshaft:outbound');
