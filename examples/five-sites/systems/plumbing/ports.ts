/** The systems of Northfield and the port of each one's data door; its control door is 100 above. */
export const ports: Record<string, number> = {
  'na-erp': 18101,
  'eu-erp': 18102,
  crm: 18103,
  planning: 18104,
  'mes-detroit': 18105,
  'mes-monterrey': 18106,
  'mes-toledo': 18107,
  'mes-stuttgart': 18108,
  'mes-gdansk': 18109,
  'wms-columbus': 18110,
  'wms-rotterdam': 18111,
};

export function portOf(name: string): number {
  return ports[name] ?? 0;
}
