import type { EntityKind } from './checker.ts';

/** One node of an entity's JSON Schema (2020-12) with the annotations of the canonical model. */
export interface SchemaNode {
  type?: string | string[];
  $ref?: string;
  format?: string;
  pattern?: string;
  maxLength?: number;
  maxItems?: number;
  maxProperties?: number;
  title?: string;
  description?: string;
  properties?: Record<string, SchemaNode>;
  patternProperties?: Record<string, SchemaNode>;
  additionalProperties?: boolean | SchemaNode;
  propertyNames?: SchemaNode;
  required?: string[];
  items?: SchemaNode;
  /** Required in the golden record: always, from a status on (a warning), or when an attribute has one of the values. */
  'x-required'?: true | { from: string } | { when: Record<string, string[]> };
  /** The hub gives it; it is never asked of a mapping. */
  'x-given'?: 'hub';
  'x-codeList'?: string;
  /** A list of the landscape's own: any text here. */
  'x-landscapeList'?: string;
  'x-ref'?: string;
  /** Attribute paths that identify an element of the array; empty: the array is replaced whole. */
  'x-key'?: string[];
  'x-map'?: string;
  'x-extension'?: true;
  /** Two moments of which the first is not after the second. */
  'x-ordered'?: [string, string];
  'x-minimum'?: string;
  'x-maximum'?: string;
  'x-reference'?: string;
  'x-group'?: string;
  'x-scope'?: 'site' | 'company';
  'x-class'?: string;
  /** Its values, the most permissive first. */
  'x-strictness'?: string[];
  /** The attribute than which it is never more permissive. */
  'x-atLeast'?: string;
  /** Its parts mean something together only; of a list: those of an element. */
  'x-whole'?: true;
  /** A change of it waits until a second person says so. */
  'x-governed'?: true;
}

/** A part of a key: literal text, or an attribute; `canonical` parts are keys already and stay as they are. */
export type KeyPart = { text: string } | { path: string; canonical?: true; else?: string };

export interface EntitySchema extends SchemaNode {
  $id: string;
  title: string;
  description: string;
  properties: Record<string, SchemaNode>;
  'x-kind': EntityKind;
  'x-mint'?: string;
  'x-keyRule'?: KeyPart[];
  /** Alternatives: the first whose attributes are all there. */
  'x-partition': KeyPart[][];
  'x-status'?: { main: string[]; arrows: Record<string, string[]> };
}

export interface TypesSchema {
  $id: string;
  $defs: Record<string, SchemaNode>;
}

/** The name of the shared value type a node refers to: `Quantity`. */
export function typeName(node: SchemaNode): string | undefined {
  return node.$ref?.slice(node.$ref.lastIndexOf('/') + 1);
}

/** The node itself, or the shared value type it refers to with the node's own annotations on top. */
export function resolved(node: SchemaNode, types: TypesSchema): SchemaNode {
  const name = typeName(node);
  if (name === undefined) return node;
  const type = types.$defs[name];
  if (type === undefined) throw new Error(`the model names no shared type ${name}`);
  return { ...type, ...node };
}
