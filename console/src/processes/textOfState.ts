/** A state as people read it: `{"open": "promising"}` → `open › promising`; of states it is in at once `a + b`. */
export function textOfState(state: unknown): string {
  if (state === null || state === undefined) return 'not begun';
  if (typeof state !== 'object') return String(state);
  return Object.entries(state)
    .map(([outer, inner]) => {
      const within = inner === undefined || isEmpty(inner) ? '' : textOfState(inner);
      return within === '' ? outer : `${outer} › ${within}`;
    })
    .join(' + ');
}

function isEmpty(state: unknown): boolean {
  return typeof state === 'object' && state !== null && Object.keys(state).length === 0;
}
