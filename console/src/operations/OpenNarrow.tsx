import { Choice } from '../parts/Choice.tsx';
import { count, titleOf, wordsOf } from '../parts/words.ts';
import { type OpenNarrowing, type OpenSearch, sheetOf } from './ask.ts';
import { Narrow } from './Narrow.tsx';

interface OpenNarrowProps {
  path: string;
  search: OpenSearch;
  placeholder: string;
  /** States in their order, and how many are in each. */
  order: readonly string[];
  states: Record<string, number> | undefined;
  change: (part: OpenNarrowing) => void;
}

/** Narrows a list of open documents by site, words, state and what is late. */
export function OpenNarrow({ path, search, placeholder, order, states = {}, change }: OpenNarrowProps) {
  const there = order.filter((state) => states[state] !== undefined || state === search.state);
  return (
    <Narrow
      site={search.site}
      text={search.text}
      placeholder={placeholder}
      change={change}
      sheet={sheetOf(path, { ...search })}
    >
      <Choice
        label="State"
        value={search.late ? 'late' : (search.state ?? 'all')}
        options={[
          { value: 'all', label: 'All' },
          { value: 'late', label: 'Late' },
          ...there.map((value) => ({
            value,
            label: `${titleOf(wordsOf(value))} ${count(states[value] ?? 0)}`,
          })),
        ]}
        choose={(state) =>
          change({
            state: state === 'all' || state === 'late' ? undefined : state,
            late: state === 'late' ? true : undefined,
          })
        }
      />
    </Narrow>
  );
}
