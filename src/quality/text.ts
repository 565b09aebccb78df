const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
const breaks = /[\t\n\r\u0085]+/g;

/** Longest text the hub looks at; the longest the model allows is far below. */
export const longestText = 100_000;

/** Unicode NFC, trimmed; line breaks and tabs become a space, other control characters go. */
export function normalText(text: string): string {
  if (plain.test(text)) return text;
  return text.toWellFormed().replace(breaks, ' ').replace(controls, '').normalize('NFC').trim();
}

export function hasControls(text: string): boolean {
  return !plain.test(text) && text.search(controls) >= 0;
}

/** Whether the text has at most `limit` code points. */
export function fits(text: string, limit: number): boolean {
  if (text.length <= limit) return true;
  if (text.length > limit * 2) return false;
  let count = 0;
  for (const _ of text) if (++count > limit) return false;
  return true;
}
