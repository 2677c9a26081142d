import { recordChunks, recordText } from '../record/write.ts';
import { htmlChunks, renderHtml } from './html/index.ts';
import { junitChunks, renderJunit } from './junit.ts';
import type { Reporter } from './reporter.ts';

/** Every format, by the name it has in `--reporter`. */
export const reporters = {
  json: {
    file: 'record.json',
    about: 'the record itself, from which all others are made',
    render: recordText,
    chunks: recordChunks,
  },
  junit: {
    file: 'junit.xml',
    about: 'JUnit XML for Jenkins, GitLab, GitHub and Azure',
    render: renderJunit,
    chunks: junitChunks,
  },
  html: {
    file: 'report.html',
    about: 'one page for people, with a timeline of the calls; needs no network',
    render: renderHtml,
    chunks: htmlChunks,
  },
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof reporters;
export const REPORTER_NAMES = Object.keys(reporters) as ReporterName[];
