import { numberOf } from '../plumbing/fields.ts';
import type { ShopOrder } from '../plumbing/shopWork.ts';
import { at, readXml, textAt, type XmlNode } from '../plumbing/xmlTree.ts';

export interface Requested {
  order: ShopOrder;
  state: 'planned' | 'released' | 'cancelled';
}
const states: Record<string, Requested['state']> = {
  '': 'released',
  Released: 'released',
  Forecast: 'planned',
  Aborted: 'cancelled',
};
const units = new Set(['C62', 'KGM', 'MTR', 'LTR']);

/** The orders of a B2MML ProductionSchedule (wrapped in Sync or Process, or bare), or why it is refused. */
export function readSchedule(xml: string): Requested[] | string {
  const root = readXml(xml);
  if (typeof root === 'string') return root;
  const schedules = root.name === 'ProductionSchedule' ? [root] : at(root, 'DataArea', 'ProductionSchedule');
  const requests = schedules.flatMap((schedule) => at(schedule, 'ProductionRequest'));
  if (requests.length === 0) return 'no ProductionRequest';
  const read = requests.map(readRequest);
  return read.find((request) => typeof request === 'string') ?? (read as Requested[]);
}

function readRequest(request: XmlNode): Requested | string {
  const number = textAt(request, 'ID');
  const state = states[textAt(request, 'RequestState')];
  if (number === '') return 'ProductionRequest without ID';
  if (state === undefined) return `RequestState ${textAt(request, 'RequestState')}`;
  const segments = at(request, 'SegmentRequirement');
  const materials = segments.flatMap((segment) => at(segment, 'MaterialRequirement')).map(readMaterial);
  const wrong = materials.find((material) => !(material.quantity > 0) || !units.has(material.unit));
  if (wrong) return `MaterialRequirement ${wrong.item}: quantity or unit ${wrong.unit}`;
  const produced = materials.filter((material) => material.use === 'Produced');
  if (produced.length !== 1) return 'exactly one material is Produced';
  const components = materials
    .filter((material) => material.use === 'Consumed')
    .map(({ item, quantity, unit }, index) => ({
      line: String((index + 1) * 10).padStart(4, '0'),
      item,
      quantity,
      unit,
    }));
  const { item, quantity, unit } = produced[0]!;
  const operations = segments.map((segment) => textAt(segment, 'ID')).filter((id) => id !== '');
  return { order: { number, item, quantity, unit, components, operations }, state };
}

function readMaterial(material: XmlNode) {
  return {
    item: textAt(material, 'MaterialDefinitionID'),
    use: textAt(material, 'MaterialUse'),
    quantity: numberOf(textAt(material, 'Quantity', 'QuantityString')) ?? Number.NaN,
    unit: textAt(material, 'Quantity', 'UnitOfMeasure'),
  };
}
