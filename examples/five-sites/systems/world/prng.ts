/** Numbers that look random and are the same for the same seed on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** min ≤ n ≤ max. */
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  shuffle<T>(list: readonly T[]): T[];
}

/** A stream of its own for each name: `random(1, 'items')` is not moved by what `random(1, 'bom', 7)` is asked. */
export function random(...seed: (string | number)[]): Random {
  const next = sfc32(fourWords(seed.join('\u0000')));
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)]!,
    chance: (probability) => next() < probability,
    shuffle: (list) => shuffled(list, int),
  };
}

function shuffled<T>(list: readonly T[], int: Random['int']): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = int(0, i);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

type Words = [number, number, number, number];

function fourWords(text: string): Words {
  const hash: Words = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    hash[0] = hash[1] ^ Math.imul(hash[0] ^ k, 597399067);
    hash[1] = hash[2] ^ Math.imul(hash[1] ^ k, 2869860233);
    hash[2] = hash[3] ^ Math.imul(hash[2] ^ k, 951274213);
    hash[3] = hash[0] ^ Math.imul(hash[3] ^ k, 2716044179);
  }
  return hash;
}

function sfc32([a, b, c, d]: Words): () => number {
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
