/** The files of a chosen folder, by their path below it; what hides itself is none of a landscape. */
export async function readFolder(files: readonly File[]): Promise<Record<string, string>> {
  const kept = files
    .map((file) => ({ file, path: file.webkitRelativePath.split('/').slice(1) }))
    .filter(({ path }) => path.length > 0 && !path.some((part) => part.startsWith('.')));
  const texts = await Promise.all(
    kept.map(async ({ file, path }) => [path.join('/'), await file.text()] as const),
  );
  return Object.fromEntries(texts);
}
