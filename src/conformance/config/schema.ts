import * as z from 'zod';
import { LEVELS } from '../../record/schema.ts';
import { ISOLATIONS } from '../../sandbox/types.ts';
import { durationSchema } from './duration.ts';
import { listSchema, textMapSchema, withPlaceholders } from './pieces.ts';

/** One template: each volume that a requirement asks for is made from one, with fresh fixtures. */
export const volumeSchema = z.strictObject({
  name: z.string().min(1).optional().describe('the beginning of spec names; a number follows. Default: vol'),
  fsType: z.string().optional().describe('kubernetes.io/fsType'),
  readOnly: z.boolean().optional().describe('kubernetes.io/readwrite'),
  options: withPlaceholders(textMapSchema)
    .optional()
    .describe('strings; {{image}}, {{device}}, {{directory}} and {{name}} are made fresh for each volume'),
  secret: withPlaceholders(textMapSchema)
    .optional()
    .describe('values before base64; they are kept out of every report'),
});

export const knownFailingSchema = z.array(
  z.strictObject({ id: z.string().min(1), reason: z.string().min(1) }),
);

/**
 * flexcert.yaml. Flags and FLEXCERT_* variables fill the same shape, so that each can be said in any of
 * the three places.
 */
export const configSchema = z.strictObject({
  driver: z
    .string()
    .min(1)
    .optional()
    .describe('an executable, or a <vendor~driver> directory, which comes along whole'),
  name: z
    .string()
    .regex(/^[^/~]+(\/[^/~]+)+$/, 'must read vendor/driver')
    .optional()
    .describe('vendor/driver, for an executable'),
  kubelet: listSchema(z.string().min(1))
    .optional()
    .describe('releases, 1.6 and later; with a verdict for each'),
  volumes: z
    .array(volumeSchema)
    .min(1)
    .optional()
    .describe('templates: each volume that a requirement asks for is made from one'),
  fixtures: z
    .strictObject({
      sizeMiB: z.int().min(1).max(1_048_576).optional().describe('size of images. Default: 64'),
      filesystem: z.enum(['none', 'ext4', 'xfs']).optional().describe('what is on them. Default: none'),
    })
    .optional(),
  env: textMapSchema.optional().describe('the whole environment of the driver. Default: PATH alone'),
  timeouts: z
    .strictObject({
      call: durationSchema.optional().describe('of one call: 30s'),
      requirement: durationSchema.optional().describe('of one requirement: 2m'),
      run: durationSchema.optional().describe('of the run: 30m'),
    })
    .optional(),
  limits: z
    .strictObject({
      outputKiB: z
        .int()
        .min(1)
        .max(65_536)
        .optional()
        .describe("of each call's output, head and tail. Default: 256"),
      processes: z
        .int()
        .min(16)
        .max(65_536)
        .optional()
        .describe('processes and threads of one cell. Default: 512'),
    })
    .optional(),
  stateDirs: z
    .array(z.string().regex(/^\//, 'must be an absolute path'))
    .optional()
    .describe('what the driver may leave on the node, outside its volumes'),
  'known-failing': z
    .union([z.string().min(1), knownFailingSchema])
    .optional()
    .describe('requirements that may fail, each with a reason; or a file with that list'),

  suite: listSchema(z.string().min(1))
    .optional()
    .describe('areas, or paths of modules of your own. Default: all'),
  grep: z.string().optional().describe('only ids and sentences that match this pattern'),
  'grep-invert': z.string().optional().describe('only those that do not match it'),
  level: listSchema(z.enum(LEVELS)).optional().describe('Default: all'),
  shard: z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, 'must read i/n, such as 1/3')
    .refine((text) => Number(text.split('/')[0]) <= Number(text.split('/')[1]), 'i is at most n')
    .optional()
    .describe('i/n: the i-th of n parts, split by id'),
  workers: z.int().min(1).max(256).optional().describe('requirements at once. Default: processors'),
  shuffle: z
    .union([z.string().min(1), z.int()])
    .transform(String)
    .optional()
    .describe('a seed for another order'),
  retries: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('tries more of a requirement that fails; a pass after a failure is told'),
  'repeat-each': z.int().min(1).max(10_000).optional().describe('how often a requirement has to pass'),
  'max-failures': z.int().min(1).optional().describe('the run ends after so many failures'),
  'last-failed': z.boolean().optional().describe('only what did not pass in the record of the output folder'),

  reporter: listSchema(z.string().min(1))
    .optional()
    .describe('formats, a file each in the output folder. Default: json, junit, html'),
  output: z.string().min(1).optional().describe('output folder. Default: flexcert-report'),
  strict: z.boolean().optional().describe('a failing SHOULD counts as a failing MUST'),
  isolation: z
    .enum(ISOLATIONS)
    .optional()
    .describe('none: on the host itself, for drivers that have to see it'),
  keep: z
    .boolean()
    .optional()
    .describe('keep the files of what does not pass, as archives in the output folder'),
});

export type Config = z.output<typeof configSchema>;
export type VolumeTemplate = z.output<typeof volumeSchema>;
