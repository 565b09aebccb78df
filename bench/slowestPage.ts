/** Five times the first page of a list, then five pages after it: the slowest, in milliseconds. `next`: the cursor of the page after. */
export async function slowestPage(
  ask: (path: string) => Promise<{ next?: string }>,
  path: string,
): Promise<number> {
  let most = 0;
  let next: string | undefined;
  for (let n = 0; n < 10; n++) {
    const from = n >= 5 && typeof next === 'string' ? `${path.includes('?') ? '&' : '?'}cursor=${next}` : '';
    const started = performance.now();
    ({ next } = await ask(path + from));
    most = Math.max(most, performance.now() - started);
  }
  return most;
}
