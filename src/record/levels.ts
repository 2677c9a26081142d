/** How much a requirement weighs. Apart from the schema, which takes a library to read. */
export const LEVELS = ['MUST', 'SHOULD', 'MAY'] as const;
export type Level = (typeof LEVELS)[number];
