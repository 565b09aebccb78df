/** Who goes first where interfaces share what a system can bear: a share by weight, so that none is left out. */
export const PRIORITIES = { urgent: 16, normal: 4, bulk: 1 } as const;
export type Priority = keyof typeof PRIORITIES;
