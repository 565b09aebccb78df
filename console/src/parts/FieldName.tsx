import { Fragment } from 'react';

/** `lines.0.quantity`, which breaks before its points where it has to. */
export function FieldName({ name }: { name: string }) {
  return name.split('.').map((part, n) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name never move
    <Fragment key={n}>
      {n > 0 && (
        <>
          <wbr />.
        </>
      )}
      {part}
    </Fragment>
  ));
}
