/** The arrows of CONTRIBUTING.md, enforced: data flows one way. */
const room = (name) => `^src/${name}/`;
const only = (name, allowed, comment) => ({
  name: `${name}-knows-only`,
  severity: 'error',
  comment,
  from: { path: room(name) },
  to: { path: '^(src|suites)/', pathNot: ['^src/errors', ...[name, ...allowed].map(room)] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('kubelet', ['sandbox'], 'A kubelet knows nothing about testing.'),
    only('sandbox', [], 'The sandbox knows no kubelet.'),
    only('fixtures', ['sandbox'], 'Fixtures are made in a sandbox and written to its ledger.'),
    only('record', [], 'The record is the one source of every report.'),
    only('report', ['record'], 'A report is a function from the record to text.'),
    only('certificate', ['record'], 'A certificate speaks of a record.'),
    only('diagnose', ['kubelet', 'sandbox', 'record'], 'A diagnosis reads answers, log lines and recorded calls.'),
    only('executable', ['driver'], 'It starts the package, and is no part of it.'),
    only('driver', [], 'The reference driver stands alone: a vendor starts from it.'),
    only('simulate', ['kubelet', 'fixtures', 'sandbox'], 'Manifests and steps played by the kubelet.'),
    only('sonobuoy', ['conformance', 'kubelet', 'record', 'report'], 'What a worker of Sonobuoy is handed.'),
    only('conformance', ['kubelet', 'fixtures', 'sandbox', 'record', 'diagnose'], 'The command line calls conformance, not the reverse.'),
    only('bench', ['conformance', 'kubelet', 'fixtures', 'sandbox', 'record', 'diagnose', 'report'], 'A bench measures what conformance can do with a driver.'),
    only('vitest', ['api', 'conformance', 'record', 'report'], 'Tests of a driver are made from a run of the API.'),
    {
      name: 'api-knows-no-command-line',
      severity: 'error',
      comment: 'The command line calls the API, not the reverse.',
      from: { path: room('api') },
      to: { path: '^src/(cli|vitest)/' },
    },
    {
      name: 'suites-use-the-test-api',
      severity: 'error',
      comment: 'A requirement is written against the test API alone, as a vendor would.',
      from: { path: '^suites/' },
      to: { path: '^src/', pathNot: '^src/conformance/api\\.ts$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
