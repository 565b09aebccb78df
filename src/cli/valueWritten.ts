/** What a person writes for a value: JSON is what it says, `{ "value": "2", "unit": "KGM" }`; all else is text. */
export function valueWritten(written: string): unknown {
  const text = written.trim();
  if (!/^[[{"]|^(true|false|null)$/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
