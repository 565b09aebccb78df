import type { Interface, Site, Sites } from '../ask/sites.ts';

/** What runs between a card and its shaft, or between two shafts, in both directions. */
export interface Belt {
  x: number;
  /** Where it hangs, and the shaft that it runs to. */
  from: number;
  to: number;
  /** Whether it drives a further shaft, and so stands for no one system. */
  drives: boolean;
  /** All that go over it. */
  interfaces: readonly Interface[];
}

export interface Card {
  site: Site;
  x: number;
  y: number;
  width: number;
  height: number;
  above: boolean;
}

export interface Region {
  code: string;
  x: number;
  y: number;
  above: boolean;
}

export interface Shaft {
  /** Its middle. */
  y: number;
  left: number;
  right: number;
}

export interface MapLayout {
  /** As they are read: from the top, each row from the left. */
  cards: Card[];
  regions: Region[];
  belts: Belt[];
  /** The line is the first. Each further row of cards has a shaft of its own, driven from the one before it: so no belt passes a card. */
  shafts: [Shaft, ...Shaft[]];
  width: number;
  height: number;
  /** Whether cards show the systems, or, where there are too many for that, only the site. */
  detail: 'systems' | 'sites';
}

const GAP = 14;
const TITLE = 24;
/** Beside the cards, where there are several rows: what drives the shafts of the further ones. */
const LANE = 40;
/** Up to so many sites each card has room for its systems. */
const ROOMY = 24;

export const SHAPE = {
  systems: { head: 42, row: 42, foot: 6, least: 158, most: 300, belt: 92, furtherBelt: 46 },
  sites: { head: 48, row: 0, foot: 2, least: 96, most: 150, belt: 92, furtherBelt: 24 },
};

/** Regions above and below the line, their sites as cards in rows, the nearest row's edge towards the line. Pixels. */
export function layMap({ sites }: Pick<Sites, 'sites'>, width: number): MapLayout {
  const shown = sites.filter(({ systems }) => systems.length > 0);
  const detail = shown.length > ROOMY ? 'sites' : 'systems';
  const [above, below] = sides(Map.groupBy(shown, ({ region }) => region));
  const up = stack(above, width, detail);
  const down = stack(below, width, detail);
  const shaftY = up.height;
  const laid = [
    placed(up, true, (offset, size = 0) => shaftY - offset - size),
    placed(down, false, (offset) => shaftY + offset),
  ];
  return {
    detail,
    width,
    height: shaftY + down.height,
    cards: laid.flatMap(({ cards }) => cards).toSorted((a, b) => a.y - b.y || a.x - b.x),
    regions: laid.flatMap(({ regions }) => regions),
    belts: laid.flatMap(({ belts }) => belts),
    shafts: [{ y: shaftY, left: 0, right: width }, ...laid.flatMap(({ shafts }) => shafts)],
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

/** One side of the line; `y` counts outward from the line. */
interface Stack {
  cards: Omit<Card, 'above'>[];
  regions: Omit<Region, 'above'>[];
  belts: Belt[];
  shafts: Shaft[];
  height: number;
}

/** What is `size` high and so far from the line, by its top. */
type Outward = (offset: number, size?: number) => number;

function placed({ cards, regions, belts, shafts }: Stack, above: boolean, at: Outward) {
  return {
    cards: cards.map((card) => ({ ...card, y: at(card.y, card.height), above })),
    regions: regions.map((region) => ({ ...region, y: at(region.y, TITLE), above })),
    belts: belts.map((belt) => ({ ...belt, from: at(belt.from), to: at(belt.to) })),
    shafts: shafts.map((shaft) => ({ ...shaft, y: at(shaft.y) })),
  };
}

function stack(regions: Regions, width: number, detail: MapLayout['detail']): Stack {
  const { belt, furtherBelt } = SHAPE[detail];
  const isOneRow = regions.length === 1 && rowsOf(regions[0]![1], width, 0, detail).length === 1;
  const lane = isOneRow ? 0 : LANE;
  const made: Stack = { cards: [], regions: [], belts: [], shafts: [], height: 0 };
  const rows: { shaft: number; interfaces: Interface[] }[] = [];
  let y = 0;
  for (const [code, sites] of regions) {
    const left: number[] = [];
    for (const row of rowsOf(sites, width, lane, detail)) {
      const shaft = y;
      if (rows.length > 0) {
        const last = row.at(-1)!;
        made.shafts.push({ y: shaft, left: 0, right: last.x + last.width });
      }
      y += rows.length > 0 ? furtherBelt : belt;
      for (const card of row) {
        made.cards.push({ ...card, y });
        made.belts.push(...beltsOf(card, y, shaft));
        left.push(card.x);
      }
      rows.push({ shaft, interfaces: row.flatMap(({ site }) => interfacesOf(site)) });
      y += Math.max(...row.map(({ height }) => height)) + GAP;
    }
    made.regions.push({ code, x: Math.min(...left), y: y - GAP + 6 });
    y += TITLE;
  }
  made.belts.push(...drivesOf(rows));
  return { ...made, height: Math.max(y, belt) };
}

/** Each further shaft hangs on the one before it, with all that comes from further out. */
function drivesOf(rows: readonly { shaft: number; interfaces: Interface[] }[]): Belt[] {
  return rows.slice(1).map(({ shaft }, n) => ({
    x: LANE / 2 - 4,
    from: shaft,
    to: rows[n]!.shaft,
    drives: true,
    interfaces: rows.slice(n + 1).flatMap(({ interfaces }) => interfaces),
  }));
}

function rowsOf(
  sites: readonly Site[],
  width: number,
  lane: number,
  detail: MapLayout['detail'],
): Omit<Card, 'above' | 'y'>[][] {
  const { head, row, foot, least, most } = SHAPE[detail];
  const room = width - lane;
  const fits = Math.max(1, Math.floor((room + GAP) / (least + GAP)));
  const columns = Math.min(fits, Math.ceil(sites.length / Math.ceil(sites.length / fits)));
  const size = Math.min(most, (room - GAP * (columns - 1)) / columns);
  const left = lane + (room - size * columns - GAP * (columns - 1)) / 2;
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

function beltsOf(
  { site: { systems }, x, width }: Pick<Card, 'site' | 'x' | 'width'>,
  from: number,
  to: number,
): Belt[] {
  return systems.map(({ interfaces }, n) => ({
    x: x + (width * (n + 0.5)) / systems.length,
    from,
    to,
    drives: false,
    interfaces,
  }));
}

function interfacesOf({ systems }: Site): Interface[] {
  return systems.flatMap(({ interfaces }) => interfaces);
}
