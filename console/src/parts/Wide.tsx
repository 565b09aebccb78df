import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import styles from './Wide.module.css';

interface WideProps {
  label: string;
  className?: string | undefined;
  /** The pane that scrolls, for who moves it. */
  pane?: RefObject<HTMLElement | null>;
  /** It is the answer to what was asked before. */
  old?: boolean;
  children: ReactNode;
}

/** What may be wider, or higher, than its place: it scrolls, and its edges show where there is more. */
export function Wide({ label, className = '', pane, old = false, children }: WideProps) {
  const own = useRef<HTMLElement>(null);
  const ref = pane ?? own;
  const more = useMore(ref);
  return (
    <div className={styles['ground']} data-more={more || undefined} data-old={old || undefined}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <section ref={ref} className={`${styles['pane']} ${className}`} tabIndex={0} aria-label={label}>
        {children}
      </section>
    </div>
  );
}

/** Beyond which edges there is more: `left right`. */
function useMore(pane: RefObject<HTMLElement | null>): string {
  const [more, setMore] = useState('');
  useLayoutEffect(() => {
    const scrolled = pane.current;
    if (!scrolled) return;
    const look = () => setMore(edgesOf(scrolled));
    const sizes = new ResizeObserver(look);
    const observe = () => {
      for (const each of [scrolled, ...scrolled.children]) sizes.observe(each);
    };
    const parts = new MutationObserver(observe);
    observe();
    parts.observe(scrolled, { childList: true });
    scrolled.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      parts.disconnect();
      scrolled.removeEventListener('scroll', look);
    };
  }, [pane]);
  return more;
}

/** Parts of a pixel are no more to see. */
const LEAST = 2;

function edgesOf(pane: HTMLElement): string {
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = pane;
  const edges = {
    left: scrollLeft,
    right: scrollWidth - clientWidth - scrollLeft,
    top: scrollTop,
    bottom: scrollHeight - clientHeight - scrollTop,
  };
  return Object.entries(edges)
    .filter(([, beyond]) => beyond >= LEAST)
    .map(([edge]) => edge)
    .join(' ');
}
