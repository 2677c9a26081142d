import type { FlexcertRecord } from '../record/schema.ts';
import { type ReporterName, reporters } from '../report/index.ts';

/** A report from a record, as `--reporter` writes it. @param format `junit`, `html`, ... */
export function report(record: FlexcertRecord, format: ReporterName): string {
  return reporters[format].render(record);
}
