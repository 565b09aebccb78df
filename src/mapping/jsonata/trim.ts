/** `$trim`: blanks at both ends go, runs of blanks inside become one. Most text needs neither. */
export function trim(text: string): string {
  return isTrim(text) ? text : text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '');
}

function isTrim(text: string): boolean {
  let blank = true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 9 || code === 10 || code === 13) return false;
    if (code === 32 && blank) return false;
    blank = code === 32;
  }
  return !blank || text === '';
}
