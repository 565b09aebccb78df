/** The pages of the rail, in its order; `go` is what is typed after g. */
export const PAGES = [{ to: '/', title: 'Network', says: 'The enterprise as it runs now' }] as const;
