/** Groups of entities that one rule may speak of by one word. */
export const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  master: ['item', 'bom', 'routing', 'workCenter', 'supplier', 'customer'],
  sales: ['salesOrder', 'demandSignal'],
  procurement: ['purchaseOrder'],
  production: ['productionOrder', 'productionConfirmation', 'qualityEvent', 'maintenanceEvent'],
  inventory: ['inventoryPosition', 'inventoryMovement', 'transferOrder'],
  logistics: ['shipment', 'shipmentMilestone'],
  finance: ['invoice', 'periodClose', 'journalSummary'],
};

/** The group an entity is in; `other` for one that is in none. */
export function domainOf(entity: string): string {
  return Object.keys(DOMAINS).find((domain) => DOMAINS[domain]!.includes(entity)) ?? 'other';
}
