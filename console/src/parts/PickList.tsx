import type { KeyboardEvent, ReactNode } from 'react';

interface PickListProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** A list of links of which one is open beside it: the Tab key stops at that one and goes on, the arrow keys lead to the others. */
export function PickList({ label, className, children }: PickListProps) {
  return (
    <ol className={className} aria-label={label} onKeyDown={move}>
      {children}
    </ol>
  );
}

/** Of a link in such a list: whether the Tab key stops at it. */
export function stopOf(isOpen: boolean): 0 | -1 {
  return isOpen ? 0 : -1;
}

function move(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at === -1 || to === undefined) return;
  event.preventDefault();
  links[Math.min(Math.max(to, 0), links.length - 1)]?.focus();
}
