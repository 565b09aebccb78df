import { type ReactNode, type RefObject, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { FieldName } from '../parts/FieldName.tsx';
import type { Field } from '../parts/fields.ts';
import { type Lineage, type Thread, threadsOf } from './fields.ts';
import styles from './Trace.module.css';

export interface Side {
  title: string;
  fields: readonly Field[];
  /** In place of the fields, where there are none. */
  instead?: ReactNode;
  /** Below the fields. */
  more?: ReactNode;
}

interface SideBySideProps {
  source: Side;
  target: Side;
  lineage: readonly Lineage[];
}

/** A field that is looked at, by the pointer or by the keys. */
interface Looked {
  side: keyof Thread;
  name: string;
}

/** What a mapping is run on and what it makes, side by side; a field that is looked at shows what it is made from, or what is made of it. */
export function SideBySide({ source, target, lineage }: SideBySideProps) {
  const [looked, setLooked] = useState<Looked>();
  const box = useRef<HTMLDivElement>(null);
  const all = useMemo(
    () => threadsOf(source.fields, target.fields, lineage),
    [source.fields, target.fields, lineage],
  );
  const threads = looked ? all.filter((thread) => thread[looked.side] === looked.name) : [];
  const lines = useLines(box, threads);
  const look = (side: Looked['side']) => (name: string | undefined) =>
    setLooked(name === undefined ? undefined : { side, name });
  const isLit = (side: Looked['side'], name: string) =>
    (looked?.side === side && looked.name === name) || threads.some((thread) => thread[side] === name);
  return (
    <>
      <p className={styles['said']} role="status">
        {looked ? say(looked, threads) : 'Look at a field to see what it is made from.'}
      </p>
      <div className={styles['mapping']} ref={box}>
        <Fields {...source} side="source" look={look('source')} isLit={(name) => isLit('source', name)} />
        <Fields {...target} side="target" look={look('target')} isLit={(name) => isLit('target', name)} />
        <svg className={styles['threads']} aria-hidden="true">
          {lines.map((d) => (
            <path key={d} d={d} />
          ))}
        </svg>
      </div>
    </>
  );
}

function say({ side, name }: Looked, threads: readonly Thread[]): string {
  const others = threads.map((thread) => thread[side === 'source' ? 'target' : 'source']).join(', ');
  if (side === 'target')
    return others === '' ? `${name} is set by the mapping` : `${name} is made from ${others}`;
  return others === '' ? `Nothing is made of ${name}` : `${name} makes ${others}`;
}

interface FieldsProps extends Side {
  side: Looked['side'];
  look: (name: string | undefined) => void;
  isLit: (name: string) => boolean;
}

function Fields({ title, fields, instead, more, side, look, isLit }: FieldsProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading}>{title}</h3>
      {fields.length === 0 && instead}
      {fields.length > 0 && (
        <dl onMouseLeave={() => look(undefined)}>
          {fields.map(({ name, value }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: its button does the same by keys
            <div
              key={name}
              {...{ [`data-${side}`]: name }}
              data-lit={isLit(name) || undefined}
              onMouseEnter={() => look(name)}
            >
              <dt>
                <button type="button" onFocus={() => look(name)} onBlur={() => look(undefined)}>
                  <FieldName name={name} />
                </button>
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {more}
    </section>
  );
}

/** Where the lines run, as both ends stand now. */
function useLines(box: RefObject<HTMLDivElement | null>, threads: readonly Thread[]): string[] {
  const [lines, setLines] = useState<string[]>([]);
  const wanted = JSON.stringify(threads);
  useLayoutEffect(() => {
    const ground = box.current;
    if (!ground) return;
    const draw = () =>
      setLines((JSON.parse(wanted) as Thread[]).flatMap((thread) => lineOf(ground, thread) ?? []));
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(ground);
    return () => observer.disconnect();
  }, [box, wanted]);
  return lines;
}

function lineOf(ground: Element, { source, target }: Thread): string | undefined {
  const origin = ground.getBoundingClientRect();
  const place = (side: keyof Thread, name: string) =>
    ground.querySelector(`[data-${side}="${CSS.escape(name)}"]`)?.getBoundingClientRect();
  const [start, end] = [place('source', source), place('target', target)];
  if (!start || !end) return undefined;
  const [x1, y1] = [start.right - origin.left, start.top + start.height / 2 - origin.top];
  const [x2, y2] = [end.left - origin.left, end.top + end.height / 2 - origin.top];
  return `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
}
