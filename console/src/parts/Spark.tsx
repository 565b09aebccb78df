interface SparkProps {
  values: readonly number[];
  width?: number;
  height?: number;
  /** The least that takes all of its height. */
  full?: number;
  label: string;
}

/** A course as a line over its own ground; the newest on the right. */
export function Spark({ values, width = 120, height = 28, full = 1, label }: SparkProps) {
  const top = Math.max(...values, full);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map(
    (value, n) => `${(n * step).toFixed(1)},${(height - 2 - (value / top) * (height - 4)).toFixed(1)}`,
  );
  if (values.length < 2)
    return <svg width={width} height={height} role="img" aria-label={`${label}: not known yet`} />;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polygon
        points={`0,${height} ${points.join(' ')} ${width},${height}`}
        fill="var(--shaft)"
        opacity="0.12"
      />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--shaft)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    </svg>
  );
}
