import type { EntityModel } from '../quality/checker.ts';
import type { Landscape } from './landscape.ts';

/** Attributes that change only when a second person says so, by the model or the landscape. */
export function governedOf(
  { stewardship }: Pick<Landscape, 'stewardship'>,
  { entity, governed }: Pick<EntityModel, 'entity' | 'governed'>,
): string[] {
  const declared = stewardship.governed.filter((each) => each.entity === entity);
  return [...new Set([...governed, ...declared.map(({ attribute }) => attribute)])];
}
