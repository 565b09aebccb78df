import { SaxesParser } from 'saxes';

export interface XmlNode {
  /** Without prefix. */
  name: string;
  text: string;
  children: XmlNode[];
}

/** The elements of a document; an error text when it is not well formed or brings a DTD. */
export function readXml(text: string): XmlNode | string {
  const root: XmlNode = { name: '', text: '', children: [] };
  const open: XmlNode[] = [root];
  let wrong: string | undefined;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    wrong ??= error.message;
  });
  parser.on('doctype', () => {
    wrong ??= 'DTDs are not read';
  });
  parser.on('opentag', (tag) => {
    const node: XmlNode = { name: tag.name.replace(/^.*:/, ''), text: '', children: [] };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('text', (part) => {
    open.at(-1)!.text += part;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return wrong ?? root.children[0] ?? 'empty';
}

/** All descendants at a path of names, from this node's children on. */
export function at(node: XmlNode | undefined, ...path: string[]): XmlNode[] {
  let nodes = node === undefined ? [] : [node];
  for (const name of path)
    nodes = nodes.flatMap((parent) => parent.children.filter((child) => child.name === name));
  return nodes;
}
export function textAt(node: XmlNode | undefined, ...path: string[]): string {
  return at(node, ...path)[0]?.text.trim() ?? '';
}
export function escaped(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!,
  );
}
