/** The pages of the rail, in its order. */
export const PAGES = [
  { to: '/', title: 'Network', says: 'The enterprise as it runs now' },
  { to: '/operations', title: 'Operations', says: 'Orders, stock, production and shipments across sites' },
  { to: '/exceptions', title: 'Exceptions', says: 'What waits, and what would mend it' },
  { to: '/trace', title: 'Trace', says: 'What happened to an order or item' },
  { to: '/processes', title: 'Processes', says: 'What is under way, and what is late' },
  { to: '/master-data', title: 'Master data', says: 'What is true, who says so, what is to be decided' },
  { to: '/connectivity', title: 'Connectivity', says: 'Who is the authority for what' },
  { to: '/settings', title: 'Settings', says: 'Keys and roles, the audit log, who you are' },
] as const;
