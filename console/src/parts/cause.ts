/** Why messages wait, or what was found, in the hub's words: of a broken rule what it asks for; `…` where its messages differ. */
export function sayCause(title: string): string {
  const rule = /^(.*?)rule (\S+): .*?\(((?:[^()]|\([^()]*\))+)\)$/.exec(title);
  if (!rule) return title.replaceAll('#', '…');
  const [, before, id, meaning] = rule;
  return `${before}rule ${id} is broken: ${meaning}`;
}
