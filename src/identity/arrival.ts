import type { SourceMessage } from '../connectors/connector.ts';
import type { SourceInterface, System } from '../landscape/landscape.ts';
import type { EntityModel, Finding, Profile, QualityCheck } from '../quality/checker.ts';
import { readInstant } from '../quality/time.ts';
import { keepable } from '../vocabulary/instants.ts';
import { type Instant, isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { isKey, keyPart, storable } from '../vocabulary/keys.ts';
import { type Problem, problem } from '../vocabulary/problem.ts';
import type { Author } from './echo.ts';
import type { Matcher } from './matching/matcher.ts';
import type { StrongNumbers } from './matching/strongNumbers.ts';
import type { Owners } from './owners.ts';
import type { Authorise } from './verdict.ts';
import type { WritingInterface } from './writings.ts';

/** Who speaks: the interface, its system and the entity it speaks of. */
export interface Speaker {
  interface: SourceInterface;
  /** Its mapping, relative to the landscape's folder. */
  mapFile: string;
  system: System;
  entity: EntityModel;
  /** By which the hub writes the same entity to that system. */
  writtenBy: readonly WritingInterface[];
  /** What its word is worth, by the connectivity rules. */
  authorise: Authorise;
  /** By which what is new is held against what is known; absent: it is not. */
  matcher?: Matcher;
  /** Who owns what of the entity, by site, company and region. */
  owners: Owners;
  /** Whether a system ever tells an attribute of the entity, by its path. */
  tells: (system: string, path: readonly string[]) => boolean;
  /** Attributes that change only when a second person says so. */
  governed?: readonly string[];
  /** The numbers that name a thing: they change only when a steward says so. */
  numbers?: StrongNumbers;
  /** The landscape's own quality rules for the entity. */
  quality?: QualityCheck;
}

/** One canonical record out of a message, with what the mapping told about the telling. */
export interface Arrival {
  record: JsonObject;
  ordinal: number;
  /** Its key in the system that speaks. */
  localKey: string;
  /** Fact id, or the key that follows from its attributes; undefined for what is minted. */
  key?: string;
  /** The canonical key the source itself keeps. */
  statedKey?: string;
  version?: string;
  changedAt?: Instant;
  /** A message tried again: when it first came. What the system said since is newer. */
  again?: { head: number; arrived: number };
  /** Who made the last change of it. */
  author: Author;
  /** Who that was, as the system names them. */
  changedBy?: string;
  /** Rules that are broken and let it on. */
  warnings?: Finding[];
  /** Rules across records that are broken and let it on. */
  shares?: readonly Finding[] | undefined;
  time: Instant;
}

/**
 * Makes an arrival of what the mapping gave: takes the meta attributes off, completes what follows from the speaker, brings it into
 * normal form and checks it against the model. A problem when it cannot be kept.
 */
export function readArrival(
  value: Json,
  ordinal: number,
  speaker: Speaker,
  message: SourceMessage,
  receivedAt: Instant,
): Arrival | Problem {
  if (!isObject(value)) {
    return problem('mapping-failed', 'map', `the mapping gave ${describe(value)} instead of a record`);
  }
  const { localKey, sourceChangedAt, sourceVersion, changedBy, key: statedKey, ...rest } = value;
  const record: JsonObject = rest;
  const own = toText(
    localKey ??
      record['number'] ??
      (speaker.entity.kind === 'position' ? derive(speaker, record) : undefined),
  );
  if (!isKey(own)) {
    return problem('key-invalid', 'map', `the local key is ${own === undefined ? 'missing' : 'not a key'}`, {
      field: 'localKey',
      ...(own !== undefined && { value: own }),
    });
  }
  const arrival: Arrival = {
    record,
    ordinal,
    localKey: own,
    author: authorOf(speaker, changedBy),
    time: receivedAt,
  };
  if (isKey(statedKey)) arrival.statedKey = statedKey;
  if (typeof changedBy === 'string' && changedBy !== '') arrival.changedBy = storable(changedBy, 100);
  if (sourceVersion !== undefined && sourceVersion !== null)
    arrival.version = storable(String(sourceVersion), 200);
  const changed = readChange(sourceChangedAt);
  if (typeof changed === 'object') return changed;
  if (changed !== undefined) arrival.changedAt = changed;

  const found = complete(arrival, speaker, message, receivedAt) ?? verify(arrival, speaker, receivedAt);
  if (found) return found;
  const time = record['occurredAt'] ?? arrival.changedAt ?? message.sourceTime;
  arrival.time = keepable(typeof time === 'string' ? time : undefined) ?? receivedAt;
  return arrival;
}

function authorOf({ system }: Speaker, changedBy: Json | undefined): Author {
  if (system.author === undefined || changedBy == null || changedBy === '') return 'untold';
  return changedBy === system.author ? 'hub' : 'another';
}

/** When the source changed it; what legacy systems write for "none" is none. */
function readChange(value: Json | undefined): Instant | Problem | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const reading = readInstant(value);
  if (reading === 'absent') return undefined;
  const at = 'value' in reading ? keepable(reading.value) : undefined;
  const expected = 'expected' in reading ? reading.expected : 'a year of four digits';
  return (
    at ??
    problem('date-invalid', 'map', `sourceChangedAt is not ${expected}`, { field: 'sourceChangedAt', value })
  );
}

/** What follows from who speaks: the system of a fact, the key of a document. */
function complete(
  arrival: Arrival,
  { entity, system }: Speaker,
  message: SourceMessage,
  receivedAt: Instant,
): Problem | undefined {
  const { record, localKey } = arrival;
  if (entity.kind === 'fact') {
    record['system'] ??= system.code;
    record['site'] ??= system.site;
    record['recordedAt'] ??= message.sourceTime ?? receivedAt;
    arrival.key = `${keyPart(system.code)}~${keyPart(localKey).replaceAll('_7e', '~')}`;
    record['factId'] = arrival.key;
  } else if (entity.kind === 'document') {
    record['system'] ??= system.code;
    record['number'] ??= localKey;
  }
  if (entity.kind !== 'fact' && entity.mint === undefined) {
    const key = entity.deriveKey(record);
    if (!isKey(key))
      return problem(
        'key-invalid',
        'identify',
        'the canonical key cannot be made: a part of it is missing or too long',
      );
    arrival.key = key;
    record['key'] = key;
  }
  if (arrival.key !== undefined && !isKey(arrival.key)) {
    return problem('key-invalid', 'identify', 'the canonical key is longer than 200 characters', {
      value: arrival.key,
    });
  }
  return undefined;
}

function verify(arrival: Arrival, speaker: Speaker, receivedAt: Instant): Problem | undefined {
  const findings = speaker.entity.check(arrival.record, profileOf(arrival, speaker), { receivedAt });
  let first = findings.find(isStop);
  if (!first && speaker.quality) {
    const own = speaker.quality(arrival.record, { receivedAt });
    first = own.find(isStop);
    findings.push(...own);
  }
  if (first) return { ...first.problem, file: first.problem.file ?? speaker.mapFile };
  if (findings.length > 0) arrival.warnings = findings;
  return undefined;
}

function isStop({ severity }: Finding): boolean {
  return severity === 'E';
}

/** Facts, and documents told whole by the system they come from, must be whole; all else says what it knows. */
function profileOf({ record }: Arrival, { entity, system, interface: spoken }: Speaker): Profile {
  if (entity.kind === 'fact') return 'golden';
  if (spoken.records === 'partial') return 'observation';
  return entity.kind === 'document' && record['system'] === system.code ? 'golden' : 'observation';
}

function derive({ entity }: Speaker, record: JsonObject): string | undefined {
  return entity.deriveKey(record);
}

function toText(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() : undefined;
}

function describe(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list in a list' : `a ${typeof value}`;
}
