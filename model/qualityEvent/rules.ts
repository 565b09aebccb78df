import type { LaterRule, Rule } from '../../src/quality/rule.ts';

export const rules: readonly Rule[] = [];

export const later: readonly LaterRule[] = [];
