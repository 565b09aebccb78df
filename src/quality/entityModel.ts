import type { JsonObject } from '../vocabulary/json.ts';
import type { MatchingDefinition } from '../vocabulary/matching.ts';
import { attributesOf } from './attributes.ts';
import type { CodeList, EntityModel, Profile, RuleContext, Units } from './checker.ts';
import { elementKeysOf } from './elementKeys.ts';
import { compileExpected } from './expected.ts';
import { type Faults, toFinding } from './faults.ts';
import { groupsOf } from './groups.ts';
import { compileKey, compilePartition } from './keys.ts';
import { compileNormaliser } from './normaliser.ts';
import type { Known, Rule } from './rule.ts';
import { runRules } from './runRules.ts';
import type { EntitySchema, TypesSchema } from './schema.ts';
import type { UniqueRule } from './uniqueRule.ts';
import { compileValidator } from './validator.ts';

export interface EntityParts {
  types: TypesSchema;
  codeLists: ReadonlyMap<string, CodeList>;
  units: Units;
  rules: readonly Rule[];
  unique: readonly UniqueRule[];
  matching?: MatchingDefinition;
}

/** Compiles one entity. Its validators are generated on first use, so that an unused entity costs nothing. */
export function entityModel(schema: EntitySchema, parts: EntityParts): EntityModel {
  const [, , , entity, major] = schema.$id.split(':') as [string, string, string, string, string];
  const kind = schema['x-kind'];
  const mint = schema['x-mint'];
  return {
    entity,
    major: Number(major),
    kind,
    title: schema.title,
    check: compileCheck(schema, parts),
    deriveKey: deriveKey(schema),
    ...(mint === undefined ? {} : { mint }),
    ...(parts.matching && { matching: parts.matching }),
    unique: parts.unique,
    partitionKey: compilePartition(schema),
    elementKeys: elementKeysOf(schema, parts.types),
    groups: groupsOf(schema, parts.types),
    attributes: attributesOf(schema, parts.types),
    names: Object.keys(schema.properties),
    governed: Object.keys(schema.properties).filter((name) => schema.properties[name]!['x-governed']),
    statusMain: schema['x-status']?.main ?? [],
    ...(schema['x-status'] === undefined ? {} : { statusFlow: schema['x-status'] }),
  };
}

function deriveKey(schema: EntitySchema): (record: JsonObject) => string | undefined {
  if (schema['x-keyRule'] !== undefined) return compileKey(schema['x-keyRule']);
  return schema['x-kind'] === 'fact' ? compileKey([{ path: 'factId', canonical: true }]) : () => undefined;
}

/** Normal form, then the schema, then the rules: a rule may trust the shape of what it gets. */
function compileCheck(schema: EntitySchema, parts: EntityParts): EntityModel['check'] {
  const normalise = compileNormaliser(schema, parts);
  const expected = compileExpected(schema);
  const validators = new Map<Profile, (record: JsonObject, faults: Faults) => void>();
  return (record, profile, context) => {
    const faults: Faults = { list: [], stop: false };
    normalise(record, faults);
    if (!faults.stop) validator(validators, schema, parts, profile)(record, faults);
    if (faults.list.length > 0) return faults.list.map(toFinding);
    return [
      ...(profile === 'golden' ? expected(record) : []),
      ...runRules(parts.rules, record, known(profile, context, parts)),
    ];
  };
}

function validator(
  validators: Map<Profile, (record: JsonObject, faults: Faults) => void>,
  schema: EntitySchema,
  { types }: EntityParts,
  profile: Profile,
) {
  let compiled = validators.get(profile);
  if (compiled === undefined) {
    compiled = compileValidator(schema, types, profile);
    validators.set(profile, compiled);
  }
  return compiled;
}

function known(profile: Profile, { receivedAt }: RuleContext, { units, codeLists }: EntityParts): Known {
  return { profile, receivedAt, units, codeLists };
}
