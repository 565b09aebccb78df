import type { SaxesAttributeNS, SaxesTagNS } from 'saxes';
import type { Json, JsonObject } from '../vocabulary/json.ts';

const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
const declarations = 'http://www.w3.org/2000/xmlns/';

/** An element that is being read. */
interface Node {
  name: string;
  content: JsonObject;
  hasContent: boolean;
  text: string;
  isNil: boolean;
}

/** Makes a JSON value of one element and what is in it. */
export interface XmlTree {
  open(tag: SaxesTagNS): void;
  text(text: string): void;
  /** The value, when the element closed is the outermost. */
  close(): { value: Json } | undefined;
}

export function xmlTree(arrays: ReadonlySet<string>): XmlTree {
  const nodes: Node[] = [];
  return {
    open(tag) {
      const node: Node = { name: tag.local, content: {}, hasContent: false, text: '', isNil: false };
      for (const attribute of Object.values(tag.attributes)) addAttribute(node, attribute);
      nodes.push(node);
    },
    text(text) {
      const node = nodes.at(-1);
      if (node) node.text += text;
    },
    close() {
      const node = nodes.pop();
      if (!node) return undefined;
      const value = toValue(node);
      const parent = nodes.at(-1);
      if (!parent) return { value };
      addChild(parent, node.name, value, arrays);
      return undefined;
    },
  };
}

function addAttribute(node: Node, { local, uri, prefix, value }: SaxesAttributeNS): void {
  if (uri === declarations || prefix === 'xmlns' || (prefix === '' && local === 'xmlns')) return;
  if (uri === instanceNamespace && local === 'nil') {
    node.isNil = value === 'true' || value === '1';
    return;
  }
  if (uri === instanceNamespace && local.endsWith('chemaLocation')) return;
  node.content[`@${local}`] = value;
  node.hasContent = true;
}

function addChild(parent: Node, name: string, value: Json, arrays: ReadonlySet<string>): void {
  const before = parent.content[name];
  parent.hasContent = true;
  if (before === undefined) parent.content[name] = arrays.has(name) ? [value] : value;
  else if (Array.isArray(before)) before.push(value);
  else parent.content[name] = [before, value];
}

function toValue({ content, hasContent, text, isNil }: Node): Json {
  if (isNil) return null;
  const trimmed = text.trim();
  if (!hasContent) return trimmed;
  if (trimmed !== '') content['#text'] = trimmed;
  return content;
}
