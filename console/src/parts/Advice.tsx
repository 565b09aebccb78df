import { Link } from '@tanstack/react-router';
import { Children } from 'react';
import { placeOf } from './commands.ts';
import { useNamed } from './named.ts';

/** What the hub advises, as it is done here: where it names a command, the page for it, and the command beside it for who prefers that. */
export function Advice({ children: advice }: { children: string }) {
  const named = useNamed();
  const parts = advice
    .replace(/\bthen replay\b/, 'then hand it back')
    .replaceAll(/\b(?:with|in) (?=`npx lineshaft )/g, 'under ')
    .split('`');
  return Children.toArray(parts.map((part, n) => (n % 2 === 0 ? named(part) : typed(part))));
}

/** What is to be typed. */
function typed(words: string) {
  const place = placeOf(words);
  const command = <code>{words}</code>;
  if (!place) return command;
  return (
    <>
      <Link to={place.href}>{place.name}</Link> <small>({command})</small>
    </>
  );
}
