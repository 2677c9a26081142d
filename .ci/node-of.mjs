// Prints the path of the newest Node of a major version: node --import ./test/support/strip-types.mjs .ci/node-of.mjs 22
import { nodeOf } from '../test/support/node-versions.ts';

process.stdout.write(`${await nodeOf(Number(process.argv[2]))}\n`);
