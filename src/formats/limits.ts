/** The longest record, in characters, when the format's `recordLimit` does not say otherwise. */
export const defaultRecordLimit = 10 * 1024 * 1024;

/** Documents of manufacturing are some ten levels deep; what is deeper than this is made to break a parser. */
export const jsonDepthLimit = 200;
export const xmlDepthLimit = 100;
