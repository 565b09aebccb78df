import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import { type Ink, paint, streamsOf } from './flow.ts';
import type { MapLayout } from './mapLayout.ts';
import styles from './Network.module.css';

/** The belts and the line. One canvas: a thousand moving things are no work for the page; what they show stands on the cards in words. */
export function Flow({ layout }: { layout: MapLayout }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const still = useReducedMotion();
  const streams = useMemo(() => streamsOf(layout), [layout]);
  const { width, height } = layout;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours change with the scheme
  useEffect(() => {
    const board = canvas.current!;
    const brush = board.getContext('2d')!;
    const scale = Math.min(2, window.devicePixelRatio);
    board.width = width * scale;
    board.height = height * scale;
    brush.scale(scale, scale);
    const ink = inkOf(board);
    let frame = 0;
    const draw = (time: number) => {
      paint(brush, streams, layout, ink, still ? 900 : time);
      if (!still) frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [streams, layout, width, height, scheme, still]);

  return (
    <div aria-hidden="true">
      <canvas ref={canvas} className={styles['flow']} style={{ width, height }} />
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
