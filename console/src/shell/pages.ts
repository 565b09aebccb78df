/** The pages of the rail, in its order. */
export const PAGES = [
  { to: '/', title: 'Network', says: 'The enterprise as it runs now' },
  { to: '/connectivity', title: 'Connectivity', says: 'Who is the authority for what' },
  { to: '/settings', title: 'Settings', says: 'Keys and roles, the audit log, who you are' },
] as const;
