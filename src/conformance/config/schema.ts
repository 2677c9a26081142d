import * as z from 'zod';
import { LEVELS } from '../../record/schema.ts';
import { ISOLATIONS } from '../../sandbox/types.ts';
import { durationSchema } from './duration.ts';
import { listSchema, textMapSchema, withPlaceholders } from './pieces.ts';

/** One template: each volume that a requirement asks for is made from one, with fresh fixtures. */
export const volumeSchema = z.strictObject({
  /** The spec name's beginning; a number follows where volumes are fresh. */
  name: z.string().min(1).optional(),
  fsType: z.string().optional(),
  readOnly: z.boolean().optional(),
  options: withPlaceholders(textMapSchema).optional(),
  secret: withPlaceholders(textMapSchema).optional(),
});

export const knownFailingSchema = z.array(
  z.strictObject({ id: z.string().min(1), reason: z.string().min(1) }),
);

/**
 * flexcert.yaml. Flags and FLEXCERT_* variables fill the same shape, so that each can be said in any of
 * the three places.
 */
export const configSchema = z.strictObject({
  /** An executable or a `<vendor~driver>` directory. */
  driver: z.string().min(1).optional(),
  /** `vendor/driver`, for an executable. */
  name: z
    .string()
    .regex(/^[^/~]+(\/[^/~]+)+$/, 'must read vendor/driver')
    .optional(),
  kubelet: listSchema(z.string().min(1)).optional(),
  volumes: z.array(volumeSchema).min(1).optional(),
  fixtures: z
    .strictObject({
      sizeMiB: z.int().min(1).max(1_048_576).optional(),
      filesystem: z.enum(['none', 'ext4', 'xfs']).optional(),
    })
    .optional(),
  env: textMapSchema.optional(),
  timeouts: z
    .strictObject({
      call: durationSchema.optional(),
      requirement: durationSchema.optional(),
      run: durationSchema.optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      /** Of each call's output, head and tail. */
      outputKiB: z.int().min(1).max(65_536).optional(),
      /** In each cell. */
      processes: z.int().min(16).max(65_536).optional(),
    })
    .optional(),
  stateDirs: z.array(z.string().startsWith('/', 'must be an absolute path')).optional(),
  'known-failing': z.union([z.string().min(1), knownFailingSchema]).optional(),

  suite: listSchema(z.string().min(1)).optional(),
  grep: z.string().optional(),
  'grep-invert': z.string().optional(),
  level: listSchema(z.enum(LEVELS)).optional(),
  shard: z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, 'must read i/n, such as 1/3')
    .refine((text) => Number(text.split('/')[0]) <= Number(text.split('/')[1]), 'i is at most n')
    .optional(),
  workers: z.int().min(1).max(256).optional(),
  shuffle: z
    .union([z.string().min(1), z.int()])
    .transform(String)
    .optional(),
  retries: z.int().min(0).max(100).optional(),
  'repeat-each': z.int().min(1).max(10_000).optional(),
  'max-failures': z.int().min(1).optional(),
  'last-failed': z.boolean().optional(),

  reporter: listSchema(z.string().min(1)).optional(),
  output: z.string().min(1).optional(),
  strict: z.boolean().optional(),
  isolation: z.enum(ISOLATIONS).optional(),
  keep: z.boolean().optional(),
});

export type Config = z.output<typeof configSchema>;
export type VolumeTemplate = z.output<typeof volumeSchema>;
