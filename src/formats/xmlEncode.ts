import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { ProblemError, problem } from '../vocabulary/problem.ts';
import type { XmlSettings } from './xmlSettings.ts';

/** @throws ProblemError when the documents cannot stand in one XML document, or hold what XML cannot. */
export function encodeXml(documents: readonly Json[], settings: XmlSettings): string {
  const declaration = `<?xml version="1.0" encoding="${settings.encoding ?? 'UTF-8'}"?>\n`;
  const path = settings.record?.split('/') ?? [];
  const [root, content] = path.length === 0 ? ownRoot(documents) : enclosed(documents, path);
  const namespaces = Object.entries(settings.namespaces ?? {}).map(([prefix, uri]): [string, string] => [
    prefix === '' ? '@xmlns' : `@xmlns:${prefix}`,
    uri,
  ]);
  const declared = isObject(content) ? content : { '#text': content };
  return `${declaration + element(root, { ...Object.fromEntries(namespaces), ...declared })}\n`;
}

function ownRoot(documents: readonly Json[]): [string, Json] {
  const [document, ...more] = documents;
  const entries = isObject(document) ? Object.entries(document) : [];
  const [root] = entries;
  if (more.length === 0 && entries.length === 1 && root) return root;
  throw refused('Without `record` one document makes one XML document, with its root as the only name in it');
}

function enclosed(documents: readonly Json[], path: string[]): [string, Json] {
  const [root, ...inner] = path as [string, ...string[]];
  if (inner.length > 0) {
    return [root, inner.reduceRight<Json>((content, name) => ({ [name]: content }), [...documents])];
  }
  if (documents.length === 1) return [root, documents[0] as Json];
  throw refused(
    'Several records need a path from the root, such as `record: Orders/Order`, or a file for each',
  );
}

function element(name: string, value: Json): string {
  checkName(name);
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  if (value === null) return `<${name}/>`;
  if (!isObject(value)) return `<${name}>${escaped(String(value))}</${name}>`;
  const content = contentOf(value);
  return content === ''
    ? `<${name}${attributesOf(value)}/>`
    : `<${name}${attributesOf(value)}>${content}</${name}>`;
}

function attributesOf(value: JsonObject): string {
  const attributes = Object.entries(value).filter(([name, v]) => name.startsWith('@') && v !== null);
  return attributes.map(([name, v]) => ` ${checkName(name.slice(1))}="${escaped(String(v))}"`).join('');
}

function contentOf(value: JsonObject): string {
  const parts = Object.entries(value).map(([name, v]) => {
    if (name.startsWith('@')) return '';
    return name === '#text' ? escaped(v === null ? '' : String(v)) : element(name, v);
  });
  return parts.join('');
}

function checkName(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_.-]*(:[\p{L}_][\p{L}\p{N}_.-]*)?$/u.test(name)) return name;
  throw refused(`"${name}" is not a name that XML takes`);
}

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  const wrong = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(text);
  if (wrong)
    throw refused(`XML cannot hold the character U+${wrong[0].charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.replace(/[&<>"\r]/g, (c) => references[c] as string);
}

function refused(detail: string): ProblemError {
  return new ProblemError(problem('mapping-failed', 'send', detail));
}
