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
  top: number;
  /** From when it was first in sight: the first brush of a page takes long, and what is on the cards is wanted sooner. */
  brush?: CanvasRenderingContext2D;
}

/** The moment that stands for all where motion is not wanted. */
const STILL_MS = 900;

/** Where more than so many belts move, every other picture is enough for the eye, and leaves the page its time. */
const CROWD = 100;

export function startFilm(boards: readonly HTMLCanvasElement[], width: number, still: boolean): Film {
  const strips = boards.map((board, n): Strip => ({ board, top: n * STRIP }));
  const inSight = new Set<Element>();
  let scenes: readonly Scene[] = [];
  let every = 1;
  let turn = 0;
  let frame = 0;

  const draw = (time: number) => {
    for (const [n, strip] of strips.entries()) {
      if (!inSight.has(strip.board)) continue;
      strip.brush ??= brushOf(strip, width);
      paint(strip.brush, scenes[n]!, { top: strip.top, height: STRIP }, time);
    }
  };
  const roll = (time: number) => {
    if (turn++ % every === 0) draw(time);
    frame = requestAnimationFrame(roll);
  };
  const go = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(still ? () => draw(STILL_MS) : roll);
  };
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) inSight.add(target);
        else inSight.delete(target);
      if (still) go();
    },
    { rootMargin: `${STRIP / 2}px` },
  );
  for (const board of boards) sight.observe(board);

  return {
    show: (scene) => {
      scenes = strips.map(({ top }) => within(scene, top));
      every = scene.streams.length > CROWD ? 2 : 1;
      go();
    },
    stop: () => {
      cancelAnimationFrame(frame);
      sight.disconnect();
    },
  };
}

function brushOf({ board, top }: Strip, width: number): CanvasRenderingContext2D {
  const scale = Math.min(2, window.devicePixelRatio);
  board.width = width * scale;
  board.height = STRIP * scale;
  const brush = board.getContext('2d')!;
  brush.setTransform(scale, 0, 0, scale, 0, -top * scale);
  return brush;
}

/** What of a scene a strip shows. */
function within(scene: Scene, top: number): Scene {
  const streams = scene.streams.filter(
    ({ from, to }) => Math.min(from, to) < top + STRIP && Math.max(from, to) > top,
  );
  return { ...scene, streams };
}
