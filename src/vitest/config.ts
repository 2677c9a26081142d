/**
 * For a vitest.config.ts: `import { levelTags } from 'flexcert/vitest/config'` and `test: { tags: levelTags }`, so that
 * `--tagsFilter MUST` selects requirements by level.
 */
export const levelTags = [
  { name: 'MUST', description: 'otherwise the kubelet misreads the driver, a pod is stuck, data is lost' },
  { name: 'SHOULD', description: 'otherwise it works, and will hurt in operation' },
  { name: 'MAY', description: 'told, never judged' },
];
