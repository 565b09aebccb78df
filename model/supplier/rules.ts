import type { LaterRule, Rule } from '../../src/quality/rule.ts';
import type { UniqueRule } from '../../src/quality/uniqueRule.ts';
import { partyLater, partyRules } from '../rules/party.ts';
import { uniqueVat } from '../rules/uniqueVat.ts';

export const rules: readonly Rule[] = partyRules;

export const unique: readonly UniqueRule[] = [uniqueVat];

export const later: readonly LaterRule[] = partyLater;
