import dagre from '@dagrejs/dagre';

export interface Point {
  x: number;
  y: number;
}

interface Size {
  width: number;
  height: number;
}

/** Places boxes and the ways between them, from top to bottom; `x` and `y` of a box are its upper left. */
export function arrange<N extends Size & { id: string }, L extends Size & { from: string; to: string }>(
  nodes: readonly N[],
  links: readonly L[],
): Size & { nodes: (N & Point)[]; links: (L & { points: Point[]; at: Point })[] } {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 30, ranksep: 24, edgesep: 16 });
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const [i, { from, to, width, height }] of links.entries())
    graph.setEdge(from, to, { width, height, labelpos: 'c' }, String(i));
  dagre.layout(graph as never);
  const placed = nodes.map((node) => {
    const { x, y } = graph.node(node.id) as Point;
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 };
  });
  const led = links.map((link, i) => {
    const { points, x, y } = graph.edge(link.from, link.to, String(i)) as Partial<Point> & {
      points: Point[];
    };
    // Without a text it has no place for one.
    return { ...link, points, at: x === undefined || y === undefined ? points[0]! : { x, y } };
  });
  return intoView(placed, led);
}

/** Ways may bend beyond what the boxes take up. */
function intoView<N extends Size & Point, L extends Size & { points: Point[]; at: Point }>(
  nodes: readonly N[],
  links: readonly L[],
): Size & { nodes: N[]; links: L[] } {
  const corners = [
    ...nodes.flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
    ...links.flatMap(({ points, at: { x, y }, width, height }) => [
      ...points,
      { x: x - width / 2, y: y - height / 2 },
      { x: x + width / 2, y: y + height / 2 },
    ]),
  ];
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const moved = ({ x, y }: Point) => ({ x: Math.round(x - left), y: Math.round(y - top) });
  return {
    width: Math.ceil(Math.max(...corners.map(({ x }) => x)) - left),
    height: Math.ceil(Math.max(...corners.map(({ y }) => y)) - top),
    nodes: nodes.map((node) => ({ ...node, ...moved(node) })),
    links: links.map((link) => ({ ...link, points: link.points.map(moved), at: moved(link.at) })),
  };
}
