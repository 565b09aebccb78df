import type { ReactNode } from 'react';

/** `IT-02`, `so~crm~SO-2026-000042`: short codes with a figure after a hyphen. */
const CODE = /([\p{L}\d~]+(?:-[\p{L}\d]+)*-\d[\p{L}\d]*(?:-[\p{L}\d]+)*)/u;
const LONGEST = 30;

/** Text in which codes are never broken at their hyphens. */
export function Whole({ children }: { children: string }) {
  return partsOf(children).map(
    (part, n): ReactNode =>
      n % 2 === 0 || part.length > LONGEST ? (
        part
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
        <span key={n} data-whole>
          {part}
        </span>
      ),
  );
}

/** What stands between codes, and the codes, by turns. */
export function partsOf(text: string): string[] {
  return text.split(new RegExp(CODE, 'gu'));
}
