import { useNamed } from './named.ts';
import { Whole } from './Whole.tsx';

interface SaidProps {
  children: string;
  /** It stands alone, and begins as a sentence does. */
  alone?: boolean;
}

/** The hub's own words, with names in the place of codes and no code broken at its hyphens; on hover as the hub wrote them. */
export function Said({ children: written, alone = false }: SaidProps) {
  const said = useNamed()(written);
  return (
    <span title={said === written ? undefined : written}>
      <Whole>{alone ? said.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : said}</Whole>
    </span>
  );
}
