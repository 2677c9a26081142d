import * as z from 'zod';
import { LEVELS } from './levels.ts';

/**
 * The one record of a run. Everything else (JUnit, HTML, certificate, summary) is derived from it,
 * and reports/record.schema.json is made from this schema.
 */
export const RECORD_VERSION = 1;

export { LEVELS };
export const STATUSES = ['passed', 'failed', 'skipped', 'not-applicable', 'known-failure', 'error'] as const;
export const VERDICTS = ['conformant', 'not-conformant', 'incomplete'] as const;

/** Bytes as a driver wrote them: `text` when they are UTF-8, `base64` when they are not. */
export const bytesSchema = z.strictObject({
  text: z.string().optional(),
  base64: z.string().optional(),
  /** How many bytes there were before anything was cut. */
  length: z.int().nonnegative(),
  /** Offset at which the middle was left out, in bytes of what is kept. */
  cutAt: z.int().nonnegative().optional(),
});

export const conclusionSchema = z.strictObject({
  outcome: z.enum(['success', 'not-supported', 'failure']),
  error: z.string().optional(),
  /** Fields as Go marshals them, empty ones left out; capabilities of init alone, since no other's count. */
  status: z.record(z.string(), z.unknown()).optional(),
  crash: z.string().optional(),
});

export const callSchema = z.strictObject({
  /** Arguments after the executable; secret values redacted. */
  argv: z.array(z.string()),
  /** Arguments too long to be kept: which, the offset in bytes at which the middle was left out, how long it was. */
  cut: z
    .array(
      z.strictObject({
        argument: z.int().nonnegative(),
        at: z.int().nonnegative(),
        length: z.int().nonnegative(),
        sha256: z.string(),
      }),
    )
    .optional(),
  output: bytesSchema,
  exit: z.strictObject({
    code: z.int().optional(),
    signal: z.string().optional(),
    spawnError: z.string().optional(),
  }),
  end: z.enum(['eof', 'killed', 'held', 'aborted']),
  startedAt: z.iso.datetime(),
  exitMs: z.number().nonnegative(),
  durationMs: z.number().nonnegative(),
  conclusion: conclusionSchema,
  /** The spec name of the volume the call was about: one lane of the timeline. */
  volume: z.string().optional(),
  /** A signal that the requirement sent to the driver while it ran. */
  sent: z.string().optional(),
  /** How long a kubelet leaves the volume alone before it tries this again, on its own clock: no real time. */
  waitedMs: z.number().nonnegative().optional(),
});

/** Why it went wrong and what mends it, from a named rule of `flexcert explain --rules`. */
export const diagnosisSchema = z.strictObject({
  rule: z.string(),
  cause: z.string(),
  mend: z.string(),
});

export const resultSchema = z.strictObject({
  id: z.string(),
  level: z.enum(LEVELS),
  status: z.enum(STATUSES),
  sentence: z.string(),
  reference: z.string(),
  /** The kubelet release it was checked on. */
  kubelet: z.string(),
  /** What was expected and what came; why it was skipped or does not apply. */
  message: z.string().optional(),
  /** Advice and figures, whatever the status. */
  notes: z.array(z.string()).optional(),
  /** The reason given in known-failing, when it is listed there. One that passes all the same is told. */
  known: z.string().optional(),
  diagnosis: z.array(diagnosisSchema).optional(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  /** How often it was tried, when more than once. */
  attempts: z.int().positive().optional(),
  calls: z.array(callSchema),
});

export const leakSchema = z.strictObject({
  kind: z.enum(['mount', 'loop', 'process', 'file']),
  what: z.string(),
  /** The requirement that left it. */
  requirement: z.string(),
  /** Shell commands that mend it, when something had to stay. */
  mend: z.array(z.string()).optional(),
});

const countsSchema = z.strictObject(
  Object.fromEntries(STATUSES.map((status) => [status, z.int().nonnegative()])) as Record<
    (typeof STATUSES)[number],
    z.ZodInt
  >,
);

export const summarySchema = z.strictObject({
  verdict: z.enum(VERDICTS),
  /** One sentence each: why the verdict is what it is. */
  reasons: z.array(z.string()),
  counts: z.strictObject({ MUST: countsSchema, SHOULD: countsSchema, MAY: countsSchema }),
  /** The verdict for each release of the run. */
  releases: z.record(z.string(), z.enum(VERDICTS)),
});

export const recordSchema = z.strictObject({
  version: z.literal(RECORD_VERSION),
  tool: z.strictObject({ name: z.literal('flexcert'), version: z.string(), suite: z.string() }),
  driver: z.strictObject({
    /** `vendor/driver`. */
    name: z.string(),
    path: z.string(),
    /** sha256 of each file in its directory, by path relative to it. */
    files: z.record(z.string(), z.string()),
    /** As it tells it in its answer to init. */
    version: z.string().optional(),
    /** As the kubelet reads them, defaults filled in; absent when init never succeeded. */
    capabilities: z.record(z.string(), z.boolean()).optional(),
    /** Commands it answered with anything but Not supported. */
    commands: z.array(z.string()),
  }),
  kubelet: z.strictObject({
    releases: z.array(
      z.strictObject({
        release: z.string(),
        measured: z.boolean(),
        /** Switches of this release that no recording covers. */
        unmeasured: z.array(z.string()),
      }),
    ),
  }),
  environment: z.strictObject({
    kernel: z.string(),
    node: z.string(),
    utilLinux: z.string(),
    filesystems: z.array(z.string()),
    user: z.enum(['root', 'user']),
    isolation: z.string(),
    /** Capabilities of root (`CAP_SYS_RESOURCE`) that this process did not have. */
    capabilitiesMissing: z.array(z.string()),
    /** What this machine lacks and a requirement needed. */
    lacks: z.array(z.string()),
  }),
  /** The effective configuration, secrets redacted. */
  config: z.record(z.string(), z.unknown()),
  startedAt: z.iso.datetime(),
  durationMs: z.number().nonnegative(),
  /** Flags that left requirements out, as they were given; absent when the whole suite was to run. */
  selection: z.array(z.string()).optional(),
  /** Set when a failing SHOULD counts against the driver. */
  strict: z.boolean().optional(),
  /** Seed of --shuffle, and `i/n` of --shard, when given. */
  seed: z.string().optional(),
  shard: z.string().optional(),
  /** Set when the run was ended early: a signal, a limit. */
  ended: z.string().optional(),
  /** Limits that were reached, one sentence each. */
  limits: z.array(z.string()),
  summary: summarySchema,
  results: z.array(resultSchema),
  leaks: z.array(leakSchema),
});

export type FlexcertRecord = z.infer<typeof recordSchema>;
export type Result = z.infer<typeof resultSchema>;
export type RecordedCall = z.infer<typeof callSchema>;
export type RecordedBytes = z.infer<typeof bytesSchema>;
export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type Leak = z.infer<typeof leakSchema>;
export type Summary = z.infer<typeof summarySchema>;
export type { Level } from './levels.ts';
export type Status = (typeof STATUSES)[number];
export type Verdict = (typeof VERDICTS)[number];
