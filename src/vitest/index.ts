/** `import { describeDriver } from 'flexcert/vitest'`: docs/vitest.md shows how. */

export { type DescribeDriverOptions, describeDriver } from './describe-driver.ts';
