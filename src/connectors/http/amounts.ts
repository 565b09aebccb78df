const milliseconds = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const byteUnits = { B: 1, KB: 1024, MB: 1024 * 1024 } as const;

/** `30s` → 30000. The schema has checked the pattern. */
export function durationMs(text: string): number {
  const [, amount, unit] = /^([0-9]+)(ms|s|m|h|d)$/.exec(text) ?? [];
  return Number(amount) * milliseconds[unit as keyof typeof milliseconds];
}

/** `1MB` → 1048576. */
export function byteCount(text: string): number {
  const [, amount, unit] = /^([0-9]+)(B|KB|MB)$/.exec(text) ?? [];
  return Number(amount) * byteUnits[unit as keyof typeof byteUnits];
}
