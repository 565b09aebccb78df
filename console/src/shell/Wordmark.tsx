import styles from './Wordmark.module.css';

export function Wordmark() {
  return (
    <span className={styles['wordmark']}>
      <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
        <path d="M1 15h28" className={styles['shaft']} />
        <circle cx="15" cy="15" r="7" className={styles['wheel']} />
        <path d="M15 8V2M15 28v-6" className={styles['belt']} />
      </svg>
      Lineshaft
    </span>
  );
}
