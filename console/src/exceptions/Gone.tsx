import { Empty } from '../parts/Told.tsx';

/** In the place of a cause for which nothing is parked. */
export function Gone() {
  return (
    <Empty title="This cause is gone">Nothing is parked for it any more. Choose another on the left.</Empty>
  );
}
