import type { ReactNode } from 'react';
import styles from './Connectivity.module.css';
import type { Model } from './matrix.ts';

const SHAPES: Record<Model, ReactNode> = {
  centralized: (
    <>
      <path d="M8 8 2.5 3M8 8l5.5-5M8 8l-5.5 5M8 8l5.5 5" />
      <circle cx="8" cy="8" r="3.2" data-filled />
    </>
  ),
  federated: (
    <>
      <path d="M8 3.6 3.4 11.6h9.2z" />
      <circle cx="8" cy="3.6" r="2.1" data-filled />
      <circle cx="3.4" cy="11.6" r="2.1" data-filled />
      <circle cx="12.6" cy="11.6" r="2.1" data-filled />
    </>
  ),
  'event-driven': <path d="M1.5 8H5l1.5-4.5 3 9L11 8h3.5" />,
  hybrid: (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="M8 2.6a5.4 5.4 0 0 0 0 10.8z" data-filled />
    </>
  ),
};

/** How a rule settles whose word counts, as a drawing and a word. */
export function ModelMark({ model }: { model: Model }) {
  return (
    <span className={styles['model']}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[model]}
      </svg>
      {model}
    </span>
  );
}
