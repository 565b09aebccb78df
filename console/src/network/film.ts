import { paint, type Scene } from './flow.ts';

/** Height of each strip, in pixels of the page. What is out of sight is not painted: a picture costs by its size, not by what is on it. */
export const STRIP = 200;

/** Shown on strips that lie below each other, until it is stopped. */
export interface Film {
  show(scene: Scene): void;
  stop(): void;
}

interface Strip {
  board: HTMLCanvasElement;
  brush: CanvasRenderingContext2D;
  top: number;
}

/** The moment that stands for all where motion is not wanted. */
const STILL_MS = 900;

/** Where more than so many belts move, every other picture is enough for the eye, and leaves the page its time. */
const CROWD = 100;

export function startFilm(boards: readonly HTMLCanvasElement[], width: number, still: boolean): Film {
  const strips = boards.map((board, n) => stripOf(board, n * STRIP, width));
  const inSight = new Set<Element>();
  let scenes: readonly Scene[] = [];
  let every = 1;
  let turn = 0;
  let frame = 0;

  const draw = (time: number) => {
    for (const [n, { board, brush, top }] of strips.entries())
      if (still || inSight.has(board)) paint(brush, scenes[n]!, { top, height: STRIP }, time);
  };
  const roll = (time: number) => {
    if (turn++ % every === 0) draw(time);
    frame = requestAnimationFrame(roll);
  };
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) inSight.add(target);
        else inSight.delete(target);
    },
    { rootMargin: `${STRIP / 2}px` },
  );
  for (const board of boards) sight.observe(board);

  return {
    show: (scene) => {
      scenes = strips.map(({ top }) => within(scene, top));
      every = scene.streams.length > CROWD ? 2 : 1;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(still ? () => draw(STILL_MS) : roll);
    },
    stop: () => {
      cancelAnimationFrame(frame);
      sight.disconnect();
    },
  };
}

function stripOf(board: HTMLCanvasElement, top: number, width: number): Strip {
  const scale = Math.min(2, window.devicePixelRatio);
  board.width = width * scale;
  board.height = STRIP * scale;
  const brush = board.getContext('2d')!;
  brush.setTransform(scale, 0, 0, scale, 0, -top * scale);
  return { board, brush, top };
}

/** What of a scene a strip shows. */
function within(scene: Scene, top: number): Scene {
  const streams = scene.streams.filter(
    ({ from, to }) => Math.min(from, to) < top + STRIP && Math.max(from, to) > top,
  );
  return { ...scene, streams };
}
