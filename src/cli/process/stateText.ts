/** `picking`, or of states within states `shipping.packed`. */
export function stateText(state: unknown): string {
  if (state === null) return 'not begun';
  if (typeof state === 'string') return state;
  return Object.entries(state as Record<string, unknown>)
    .map(([outer, inner]) => `${outer}.${stateText(inner)}`)
    .join(' + ');
}
