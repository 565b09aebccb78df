import type { Site, Sites, System } from '../ask/sites.ts';

export interface Belt {
  system: System;
  /** Where its belts hang, between the card and the line. */
  x: number;
}

export interface Card {
  site: Site;
  x: number;
  y: number;
  width: number;
  height: number;
  above: boolean;
  belts: Belt[];
}

export interface Region {
  code: string;
  x: number;
  y: number;
  above: boolean;
}

export interface MapLayout {
  /** As they are read: from the top, each row from the left. */
  cards: Card[];
  regions: Region[];
  /** Middle of the line. */
  shaftY: number;
  width: number;
  height: number;
  /** Whether cards show the systems, or, where there are too many for that, only the site. */
  detail: 'systems' | 'sites';
}

const GAP = 14;
const BELT = 92;
const TITLE = 24;
/** Up to so many sites each card has room for its systems. */
const ROOMY = 24;

export const SHAPE = {
  systems: { head: 42, row: 30, foot: 8, least: 158, most: 300 },
  sites: { head: 48, row: 0, foot: 2, least: 96, most: 150 },
};

/** Regions above and below the line, their sites as cards in rows, the nearest row's edge towards the line. Pixels. */
export function layMap({ sites }: Pick<Sites, 'sites'>, width: number): MapLayout {
  const shown = sites.filter(({ systems }) => systems.length > 0);
  const detail = shown.length > ROOMY ? 'sites' : 'systems';
  const [above, below] = sides(Map.groupBy(shown, ({ region }) => region));
  const up = stack(above, width, detail);
  const down = stack(below, width, detail);
  const shaftY = up.height + BELT;
  const fromLine = (offset: number, size: number) => shaftY - BELT - offset - size;
  return {
    detail,
    width,
    shaftY,
    height: shaftY + BELT + down.height,
    cards: [
      ...up.cards.map((card) => ({ ...card, y: fromLine(card.y, card.height), above: true })),
      ...down.cards.map((card) => ({ ...card, y: shaftY + BELT + card.y, above: false })),
    ].toSorted((a, b) => a.y - b.y || a.x - b.x),
    regions: [
      ...up.regions.map((region) => ({ ...region, y: fromLine(region.y, TITLE), above: true })),
      ...down.regions.map((region) => ({ ...region, y: shaftY + BELT + region.y, above: false })),
    ],
  };
}

type Regions = [code: string, sites: Site[]][];

/** Each region to the side that has fewer sites by then, the largest first. */
function sides(regions: Map<string, Site[]>): [Regions, Regions] {
  const above: Regions = [];
  const below: Regions = [];
  const size = (side: Regions) => side.reduce((sum, [, sites]) => sum + sites.length, 0);
  for (const region of [...regions].toSorted(([, a], [, b]) => b.length - a.length)) {
    (size(above) <= size(below) ? above : below).push(region);
  }
  return [above, below];
}

/** Rows of cards as they lie outward from the line; `y` counts from the row that is nearest to it. */
function stack(regions: Regions, width: number, detail: MapLayout['detail']) {
  const cards: Omit<Card, 'above'>[] = [];
  const titles: Omit<Region, 'above'>[] = [];
  let y = 0;
  let rows = 0;
  for (const [code, sites] of regions) {
    for (const row of rowsOf(sites, width, detail)) {
      const aside = ASIDE[rows++ % ASIDE.length]!;
      for (const card of row)
        cards.push({ ...card, y, belts: beltsOf(card.site, card.x, card.width, aside) });
      y += Math.max(...row.map(({ height }) => height)) + GAP;
    }
    const first = cards.at(-1)!;
    const left = Math.min(...cards.filter(({ site }) => site.region === code).map(({ x }) => x), first.x);
    titles.push({ code, x: left, y: y - GAP + 6 });
    y += TITLE;
  }
  return { cards, regions: titles, height: y };
}

function rowsOf(
  sites: readonly Site[],
  width: number,
  detail: MapLayout['detail'],
): Omit<Card, 'above' | 'y' | 'belts'>[][] {
  const { head, row, foot, least, most } = SHAPE[detail];
  const fits = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const columns = Math.min(fits, Math.ceil(sites.length / Math.ceil(sites.length / fits)));
  const size = Math.min(most, (width - GAP * (columns - 1)) / columns);
  const left = (width - size * columns - GAP * (columns - 1)) / 2;
  const rows = Array.from({ length: Math.ceil(sites.length / columns) }, (_, n) =>
    sites.slice(n * columns, (n + 1) * columns),
  );
  return rows.map((each) =>
    each.map((site, n) => {
      const x = left + n * (size + GAP);
      const height = head + row * site.systems.length + foot;
      return { site, x, width: size, height };
    }),
  );
}

/** Shares of a belt's room by which the belts of each next row hang beside those of the rows that they pass. */
const ASIDE = [0, 1 / 6, -1 / 6];

function beltsOf({ systems }: Site, x: number, width: number, aside: number): Belt[] {
  return systems.map((system, n) => ({ system, x: x + (width * (n + 0.5 + aside)) / systems.length }));
}
