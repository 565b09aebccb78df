import Type from 'typebox';

export const secret = (description: string) => Type.String({ description, 'x-secret': true });
export const duration = (description: string, standard?: string) =>
  Type.String({
    description,
    pattern: '^[0-9]+(ms|s|m|h|d)$',
    ...(standard === undefined ? {} : { default: standard }),
  });
export const bytes = (description: string, standard: string) =>
  Type.String({ description, pattern: '^[0-9]+(B|KB|MB)$', default: standard });
export const field = (description: string) => Type.String({ description, minLength: 1, maxLength: 200 });
export const closed = { additionalProperties: false };
