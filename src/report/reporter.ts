import type { FlexcertRecord } from '../record/schema.ts';

/** One format: a function from the record to text, and the name of the file it goes to. */
export interface Reporter {
  /** File name within the output folder. */
  file: string;
  /** One line, for `--help`. */
  about: string;
  render(record: FlexcertRecord): string;
  /** The same text in pieces, where a record may make more than one string should hold. */
  chunks?(record: FlexcertRecord): Iterable<string>;
}
