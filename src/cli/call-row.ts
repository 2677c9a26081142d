/** A row: a word on the left, one line or more beside it. */
export type Row = [label: string, lines: string[]];
