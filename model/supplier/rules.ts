import type { LaterRule, Rule } from '../../src/quality/rule.ts';
import { partyLater, partyRules } from '../rules/party.ts';

export const rules: readonly Rule[] = partyRules;

export const later: readonly LaterRule[] = partyLater;
