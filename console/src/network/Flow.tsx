import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import { type Film, STRIP, startFilm } from './film.ts';
import { type Ink, streamsOf } from './flow.ts';
import type { MapLayout } from './mapLayout.ts';
import styles from './Network.module.css';

/** The belts and the line, painted: a thousand moving things are no work for the page; what they show stands on the cards in words. */
export function Flow({ layout }: { layout: MapLayout }) {
  const host = useRef<HTMLDivElement>(null);
  const film = useRef<Film>(undefined);
  const scheme = useComputedColorScheme('light');
  const still = useReducedMotion();
  const streams = useMemo(() => streamsOf(layout), [layout]);
  const { width, height, shafts } = layout;
  const strips = Math.ceil(height / STRIP);

  // biome-ignore lint/correctness/useExhaustiveDependencies: there are other boards when there are more or fewer strips
  useEffect(() => {
    const boards = [...host.current!.children] as HTMLCanvasElement[];
    film.current = startFilm(boards, width, still);
    return () => film.current?.stop();
  }, [strips, width, still]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours change with the scheme, and a film that has just started shows nothing
  useEffect(() => {
    film.current!.show({ width, shafts, streams, ink: inkOf(host.current!) });
  }, [streams, shafts, scheme, strips, width, still]);

  return (
    <div aria-hidden="true" ref={host} className={styles['flow']}>
      {Array.from({ length: strips }, (_, n) => n * STRIP).map((top) => (
        <canvas key={top} style={{ top, width, height: STRIP }} />
      ))}
    </div>
  );
}

function inkOf(board: HTMLElement): Ink {
  const look = getComputedStyle(board);
  const of = (name: string) => look.getPropertyValue(`--${name}`).trim();
  return {
    well: of('shaft'),
    held: of('held'),
    late: of('bad'),
    failing: of('bad'),
    stopped: of('off'),
    shaft: of('brass-bright'),
    parcel: of('brass'),
    sheet: of('sheet'),
  };
}
