import { NEVER } from './find.ts';

/** States in which people are done with a thing. */
export const OVER: readonly string[] = [
  'completed',
  'technicallyClosed',
  'received',
  'fulfilled',
  'delivered',
  'closed',
  'cancelled',
  'obsolete',
];

/** Read out of the data of a record; names that no entity has give nothing. */
const ATTRIBUTES = `json_to_record(r.data) as d (
  "mergedInto" text, status text, "stockStatus" text, site text, "fromSite" text, item json, lines json, components json, parties json,
  requested text, "requestedReceipt" text, due text, "dueDate" text, "expectedArrival" text, scheduled json, planned json,
  number text, name text, "searchName" text, "customerOrderNumber" text, "invoiceNumber" text, tracking text, code text,
  names json, identifiers json, "externalNumbers" json)`;

/** What the elements of a list say, as one value; nothing when there is no list. */
const ofEach = (list: string, aggregate: string) =>
  `case when json_typeof(d.${list}) = 'array' then (select ${aggregate} from json_array_elements(d.${list}) e) end`;

const WANTED = `coalesce(d.requested, d."requestedReceipt", d."expectedArrival", d.due, d.scheduled ->> 'to', d.planned ->> 'to', d.planned ->> 'deliver',
  d."dueDate", ${ofEach('lines', `min(e ->> 'requested')`)})`;

const SAID = `concat_ws(' ', d.number, d.name, d."searchName", d."customerOrderNumber", d."invoiceNumber", d.tracking, d.code, r.key,
  case when json_typeof(d.names) = 'object' then (select string_agg(value, ' ') from json_each_text(d.names)) end,
  ${ofEach('identifiers', `string_agg(e ->> 'value', ' ')`)}, ${ofEach('"externalNumbers"', `string_agg(e ->> 'value', ' ')`)})`;

const ITEMS = ['lines', 'components'].map((list) =>
  ofEach(list, `array_agg('@' || (e -> 'item' ->> 'item'))`),
);

const PARTIES = ofEach('parties', `array_agg('@' || (e ->> 'party'))`);

const SIGNS = `-_/.~:,;()#+&*''"`;

/** Words as they are written, and their parts between signs: `p-1001` is found by `1001`, too. Made by what PostgreSQL does in C: half of the cost of a row. */
const TERMS = `strip(to_tsvector('simple', translate(t.said, '${SIGNS}', repeat(' ', ${SIGNS.length - 1}))))
  || array_to_tsvector(array_remove(array_remove(
       string_to_array(t.said, ' ') || ${[...ITEMS, PARTIES].join(' || ')} || ('@' || (d.item ->> 'item')), null), ''))`;

/** Columns of the register for rows `r` of `record`; `merged`: it leads to another, and is not listed. */
export const ROW = `
  r.entity, r.key, coalesce(d.number, d.code, d.name, r.key) as label, coalesce(d.site, d."fromSite") as site, coalesce(d.status, d."stockStatus") as state,
  coalesce(d.status, '') <> all ('{${OVER.join()}}') as open, coalesce(left(${WANTED}, 10), '${NEVER}') as day,
  d.item ->> 'item' as item, ${TERMS} as terms, d."mergedInto" is not null as merged`;

export const FROM_RECORD = `cross join lateral ${ATTRIBUTES} cross join lateral (select lower(${SAID})) as t (said)`;
