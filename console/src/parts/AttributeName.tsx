import { Fragment } from 'react';
import { sentenceOf, stepsOf } from './words.ts';

/** An attribute in words, step by step, of which a line breaks between two: `Sites › Ulm › lead times`; as it is written, on hover. */
export function AttributeName({ name }: { name: string }) {
  const written = name.replace(/^\//, '').replaceAll('/', '.');
  const [first = '', ...more] = stepsOf(name);
  return (
    <span title={written}>
      {sentenceOf(first)}
      {more.map((step, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one name never move
        <Fragment key={n}>
          {' › '}
          {step}
        </Fragment>
      ))}
    </span>
  );
}
