import type { GroupOrder } from 'api/operations/parked/groupsContract.ts';

const LABELS: Record<GroupOrder, string> = {
  largest: 'Most messages',
  orders: 'Most orders',
  oldest: 'Longest',
};

/** Which causes may stand at the top: by messages, by the sales orders among them, or by age. */
export const GROUP_ORDERS = Object.entries(LABELS).map(([value, label]) => ({
  value: value as GroupOrder,
  label,
}));
