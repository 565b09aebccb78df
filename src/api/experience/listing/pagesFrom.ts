/** All there is after a place, page by page of `size`, as fast as it is taken. */
export async function* pagesFrom<Place, Row extends Place>(
  from: Place | undefined,
  size: number,
  read: (after: Place | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after = from;
  for (;;) {
    const page = await read(after, size);
    yield page;
    after = page.at(-1);
    if (page.length < size) return;
  }
}
