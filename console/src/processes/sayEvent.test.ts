import { expect, test } from 'vitest';
import { sayEvent } from './sayEvent.ts';

test('timers are told in words, what systems told too, and what was asked by its name', () => {
  expect(sayEvent('xstate.after.within picking.picking')).toBe('longer in picking than allowed');
  expect(sayEvent('xstate.after.4h.picking')).toBe('4h in picking were over');
  expect(sayEvent('shipmentMilestone.recorded')).toBe('shipment milestone recorded');
  expect(['enter.delivered', 'release-credit'].map(sayEvent)).toEqual(['enter.delivered', 'release-credit']);
});
