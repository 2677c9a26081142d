import { expect, it } from 'vitest';
import { leftHere } from '../sandbox/left-behind.ts';
import { needs } from '../support/needs.ts';
import { fuzz } from './fuzz/run.ts';

/** `npm run fuzz -- 10000` plays as many as one likes. */
const COUNT = 60;

it(`${COUNT} drivers that nobody wrote bring no defect of ours to light, and leave nothing`, async (context) => {
  needs(context, 'root');
  const { drivers, defects, leaks } = await fuzz(COUNT, 1);
  expect({ drivers, defects, leaks, left: leftHere() }).toEqual({
    drivers: COUNT,
    defects: [],
    leaks: [],
    left: [],
  });
}, 300_000);
