const REGISTRY = 'fetches flexcert from the registry; .ci/package-works installs the packed package instead';
const CLUSTER = 'needs a cluster; test/deploy runs the command lines of its containers';
const CERTIFYING = 'docs/certifying.md has the same, and is followed';

/** Blocks of commands that no test types, by page and first line, each with the reason. */
export const NOT_RUN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': {
    'npm install --global flexcert': REGISTRY,
    'npm ci && npm start': 'what CI does itself before and with the tests',
  },
  'docs/architecture.md': {
    'flexcert run            src/cli/run.ts          parses, calls, exit code': 'a picture, no commands',
  },
  'docs/certificate.md': {
    'openssl genpkey -algorithm ED25519 -out key.pem': CERTIFYING,
    'flexcert verify certified/certificate.json --key vendor.pub': CERTIFYING,
  },
  'docs/on-many-nodes.md': {
    'npm ci && npm run executable':
      'needs a container engine; test/executable makes the executable, test/deploy lints the Containerfile',
    'sonobuoy run --plugin deploy/sonobuoy.yaml --wait': CLUSTER,
    'kubectl apply --filename deploy/job.yaml': CLUSTER,
    'flexcert report results/*/record.json --reporter json,junit,html --output whole':
      'test/deploy/job.test.ts merges the records of a real split',
  },
  'docs/quickstart.md': { 'npm install --global flexcert': REGISTRY },
  'docs/speed.md': {
    "$ flexcert bench ./nas -o 'image={{image}}'": 'takes minutes; test/bench measures with few iterations',
  },
  'docs/vitest.md': {
    'npm install --save-dev flexcert vitest': REGISTRY,
    'npx vitest run --tagsFilter MUST': 'test/vitest selects by tag and by name in a project of its own',
  },
  'docs/writing-a-driver.md': {
    'plugins=/usr/libexec/kubernetes/kubelet-plugins/volume/exec': "needs a node's plugin directory",
  },
};
