import { recordChunks, recordText } from '../record/write.ts';
import { renderCtrf } from './ctrf.ts';
import { renderGithub } from './github.ts';
import { htmlChunks, renderHtml } from './html/index.ts';
import { junitChunks, renderJunit } from './junit.ts';
import { renderComment, renderMarkdown } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { renderSonobuoy } from './sonobuoy.ts';
import { renderTap, tapChunks } from './tap.ts';
import { renderTrace, traceChunks } from './trace.ts';

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
  markdown: {
    file: 'summary.md',
    about: 'Markdown for the summary of a GitHub job, within its 1024k',
    render: renderMarkdown,
  },
  comment: {
    file: 'comment.md',
    about: 'Markdown for a comment on a pull request, within its 65,536 characters',
    render: renderComment,
  },
  github: {
    file: 'annotations.txt',
    about: 'workflow commands that GitHub turns into annotations',
    render: renderGithub,
  },
  tap: {
    file: 'results.tap',
    about: 'the Test Anything Protocol, version 14',
    render: renderTap,
    chunks: tapChunks,
  },
  ctrf: {
    file: 'ctrf.json',
    about: 'the Common Test Report Format',
    render: renderCtrf,
  },
  sonobuoy: {
    file: 'sonobuoy_results.yaml',
    about: "a result tree of Sonobuoy, its format 'manual'",
    render: renderSonobuoy,
  },
  trace: {
    file: 'trace.json',
    about: 'a Trace Event file of all calls, for ui.perfetto.dev',
    render: renderTrace,
    chunks: traceChunks,
  },
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof reporters;
export const REPORTER_NAMES = Object.keys(reporters) as ReporterName[];
