import { type Health, healthOf, rateOf, worst } from '../parts/health.ts';
import type { Belt, MapLayout, Shaft } from './mapLayout.ts';

/** One direction of one belt: what goes to the line, or comes from it. */
export interface Stream {
  x: number;
  /** As it moves. */
  from: number;
  to: number;
  /** Messages a minute. */
  rate: number;
  width: number;
  health: Health;
}

const SHAFT_HALF = 7;

export function streamsOf({ belts }: Pick<MapLayout, 'belts'>): Stream[] {
  return belts.flatMap((belt) => {
    // A shaft hides the belt's end.
    const { x, from, to } = belt;
    return [
      ...streamOf(belt, 'source', { from, to, x: x - 9 }),
      ...streamOf(belt, 'target', { from: to, to: from, x: x + 9 }),
    ];
  });
}

function streamOf(
  { interfaces, drives }: Belt,
  direction: 'source' | 'target',
  way: Pick<Stream, 'x' | 'from' | 'to'>,
): Stream[] {
  const its = interfaces.filter((each) => each.direction === direction);
  if (its.length === 0) return [];
  const rate = rateOf(its);
  const health = drives ? 'well' : worst(its.map(healthOf));
  return [{ ...way, rate, width: widthOf(rate), health }];
}

/** Ten times as much is two and a half pixels wider. */
export function widthOf(rate: number): number {
  return Math.min(14, 3 + 2.5 * Math.log10(1 + rate));
}

export type Ink = Record<Health | 'shaft' | 'parcel' | 'sheet', string>;

/** What there is to paint, in pixels of the map. */
export interface Scene extends Pick<MapLayout, 'width' | 'shafts'> {
  streams: readonly Stream[];
  ink: Ink;
}

/** The part of the map that a board shows. */
interface Part {
  top: number;
  height: number;
}

/** One picture of it, at a time in milliseconds. */
export function paint(
  brush: CanvasRenderingContext2D,
  { width, shafts, streams, ink }: Scene,
  { top, height }: Part,
  time: number,
): void {
  brush.clearRect(0, top, width, height);
  for (const stream of streams) paintBelt(brush, stream, ink);
  for (const stream of streams) paintParcels(brush, stream, ink, { top, height }, time);
  for (const [n, shaft] of shafts.entries()) {
    const half = n === 0 ? SHAFT_HALF : SHAFT_HALF / 2;
    if (shaft.y + half > top && shaft.y - half < top + height) paintShaft(brush, shaft, half, ink, time);
  }
}

function paintBelt(brush: CanvasRenderingContext2D, { x, from, to, width, health }: Stream, ink: Ink): void {
  const flows = health === 'well' || health === 'late';
  brush.globalAlpha = flows ? 0.34 : 0.9;
  brush.strokeStyle = ink[health];
  brush.lineWidth = width;
  brush.setLineDash(flows ? [] : health === 'held' ? [10, 5] : [3, 5]);
  brush.beginPath();
  brush.moveTo(x, from);
  brush.lineTo(x, to);
  brush.stroke();
  brush.setLineDash([]);
  brush.globalAlpha = 1;
}

/** A turning shaft: its thread runs to the right. */
function paintShaft(
  brush: CanvasRenderingContext2D,
  { y, left, right }: Shaft,
  half: number,
  ink: Ink,
  time: number,
): void {
  brush.fillStyle = ink.shaft;
  brush.fillRect(left, y - half, right - left, half * 2);
  brush.strokeStyle = ink.sheet;
  brush.globalAlpha = 0.28;
  brush.lineWidth = 2;
  brush.beginPath();
  for (let x = left + ((time / 40) % 18) - 18; x < right; x += 18) {
    const [begin, end] = [Math.max(left, x), Math.min(right, x + 8)];
    if (begin >= end) continue;
    brush.moveTo(begin, y + half);
    brush.lineTo(end, y - half);
  }
  brush.stroke();
  brush.globalAlpha = 1;
}

/** So many parcels on a belt as its rate has in six seconds, from one to seven where there is room; nothing moves on a belt that stands. */
function paintParcels(
  brush: CanvasRenderingContext2D,
  stream: Stream,
  ink: Ink,
  { top, height }: Part,
  time: number,
): void {
  const { x, from, to, rate, width, health } = stream;
  if (rate <= 0 || health === 'held' || health === 'stopped' || health === 'failing') return;
  const way = to - from;
  const size = Math.max(3.5, width * 0.8);
  const room = Math.floor(Math.abs(way) / (2 * size));
  const parcels = Math.max(1, Math.min(7, Math.round(rate / 10), room));
  brush.fillStyle = ink.parcel;
  for (let n = 0; n < parcels; n++) {
    const share = (time / 2600 + n / parcels + (x % 17) / 17) % 1;
    const y = from + way * share - size / 2;
    if (y + size > top && y < top + height) brush.fillRect(x - size / 2, y, size, size);
  }
}
