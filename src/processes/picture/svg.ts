import type { Point } from './arrange.ts';
import type { Arrow, Box, Drawing } from './drawing.ts';

const LINE = 16;
const COLOURS: Record<Box['kind'], string> = {
  start: '#1f2328',
  plain: '#ddf4ff',
  compound: '#f6f8fa',
  parallel: '#f6f8fa',
  final: '#dafbe1',
};

/** A drawing as an SVG that stands alone. */
export function svgOf({ width, height, boxes, arrows }: Drawing, title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#1f2328">
<title>${escaped(title)}</title>
<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#57606a"/></marker></defs>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${[...boxes.map(boxText), ...arrows.map(arrowText)].join('\n')}
</svg>
`;
}

function boxText({ kind, lines, x, y, width, height }: Box): string {
  if (kind === 'start') return `<circle cx="${x + width / 2}" cy="${y + height / 2}" r="5"/>`;
  const frame = kind === 'parallel' ? ' stroke-dasharray="4 3"' : kind === 'final' ? ' stroke-width="2"' : '';
  const rect = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${COLOURS[kind]}" stroke="#57606a"${frame}/>`;
  const text = lines.map((line, i) => {
    const style = i === 0 ? ' font-weight="bold"' : ' fill="#57606a"';
    return `<text x="${x + width / 2}" y="${y + LINE + i * LINE}" text-anchor="middle"${style}>${escaped(line)}</text>`;
  });
  return [rect, ...text].join('\n');
}

function arrowText({ points, lines, at, conditions }: Arrow): string {
  const top = at.y - (lines.length * LINE) / 2;
  const text = lines.map(
    (line, i) =>
      `<text x="${at.x}" y="${top + (i + 0.75) * LINE}" text-anchor="middle" fill="#0550ae" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escaped(line)}</text>`,
  );
  const path = `<path d="${curve(points)}" fill="none" stroke="#57606a" marker-end="url(#head)"/>`;
  const drawn = [path, ...text].join('\n');
  return conditions.length === 0
    ? drawn
    : `<g><title>${escaped(conditions.join('\n'))}</title>\n${drawn}</g>`;
}

/** The `d` of a path through all points, bent at each as its neighbours lie (Catmull-Rom). */
export function curve(points: readonly Point[]): string {
  const at = (i: number) => points[Math.min(Math.max(i, 0), points.length - 1)]!;
  const bends = points.slice(1).map((to, i) => {
    const [before, from, after] = [at(i - 1), at(i), at(i + 2)];
    const leave = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
    const arrive = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 };
    return `C${pair(leave)} ${pair(arrive)} ${pair(to)}`;
  });
  return [`M${pair(points[0]!)}`, ...bends].join(' ');
}

function pair({ x, y }: Point): string {
  return `${Math.round(x)} ${Math.round(y)}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
