const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const sizes = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const;

/** For schemas of settings: `5s`, `15m`, `4h`, `7d`, `1h30m`. */
export const durationPattern = '^(?:\\d{1,9}(?:ms|s|m|h|d|w))+$';

/** For schemas of settings: `512B`, `64KB`, `10MB`, `1GB`. */
export const sizePattern = '^\\d{1,9}(?:B|KB|MB|GB)$';

const duration = new RegExp(durationPattern);

/** Milliseconds of `5s`, `15m`, `4h`, `7d`, `1h30m`; undefined when the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  if (!duration.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)(ms|[smhdw])/g);
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
  return Number.isSafeInteger(total) ? total : undefined;
}

/** Bytes of `512B`, `64KB`, `10MB`, `1GB` (steps of 1024); undefined when the text is not a size. */
export function parseSize(text: string): number | undefined {
  if (!new RegExp(sizePattern).test(text)) return undefined;
  const [, count, unit] = /^(\d+)(\w+)$/.exec(text)!;
  return Number(count) * sizes[unit as keyof typeof sizes];
}
