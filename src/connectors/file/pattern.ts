/** `*` any text, `?` one character, `{a,b}` either; anything else stands for itself. */
export function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern
    .split(/(\{[^{}]*\})/)
    .map((part) => (part.startsWith('{') ? either(part) : wild(part)));
  const expression = new RegExp(`^${parts.join('')}$`, 's');
  return (name) => expression.test(name);
}

function either(braces: string): string {
  return `(?:${braces.slice(1, -1).split(',').map(wild).join('|')})`;
}

function wild(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === '*' ? '.*' : c === '?' ? '.' : `\\${c}`));
}
