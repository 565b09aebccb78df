/** The pages of the rail, in its order. */
export const PAGES = [
  { to: '/', title: 'Network', says: 'The enterprise as it runs now' },
  { to: '/systems', title: 'Systems', says: 'All systems and sites, their health, lag and held work' },
  { to: '/operations', title: 'Operations', says: 'Orders, stock, production and shipments across sites' },
  { to: '/exceptions', title: 'Exceptions', says: 'What waits, and what would mend it' },
  { to: '/trace', title: 'Trace', says: 'What happened to an order or item' },
  { to: '/processes', title: 'Processes', says: 'What is under way, and what is late' },
  { to: '/master-data', title: 'Master data', says: 'What is true, who says so, what is to be decided' },
  { to: '/connectivity', title: 'Connectivity', says: 'Who is the authority for what' },
  { to: '/settings', title: 'Settings', says: 'Keys and roles, the audit log, who you are' },
] as const;

/** What is behind them, found by its name. */
export const SUBPAGES = [
  { to: '/operations/stock', title: 'Stock', says: 'What is where, and how old that is' },
  { to: '/operations/production', title: 'Production', says: 'Production orders and their states' },
  { to: '/operations/shipments', title: 'Shipments', says: 'What is under way' },
  { to: '/master-data/codes', title: 'Code lists', says: 'The words of every system' },
  { to: '/master-data/completeness', title: 'Completeness', says: 'What each system has a key for' },
  { to: '/connectivity/changes', title: 'Plan', says: 'What a landscape would change' },
  { to: '/settings/keys', title: 'Keys', says: 'Who may do what' },
  { to: '/settings/audit', title: 'Audit log', says: 'Who decided what' },
] as const;
