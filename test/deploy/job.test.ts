import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { flexcertInPath, makeContainer, root } from '../support/container.ts';
import { needs } from '../support/needs.ts';

interface Named {
  kind: string;
  metadata: { name: string };
}
interface Container {
  command: string[];
  args: string[];
  env: { name: string; value: string }[];
  volumeMounts: { name: string; mountPath: string }[];
}
interface Job extends Named {
  spec: {
    completions: number;
    completionMode: string;
    template: {
      spec: {
        restartPolicy: string;
        containers: [Container];
        volumes: Record<string, { claimName?: string; name?: string }>[];
      };
    };
  };
}

const objects = parseAllDocuments(readFileSync(join(root, 'deploy/job.yaml'), 'utf8')).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS() as Named;
});
const job = objects.find(({ kind }) => kind === 'Job') as Job;
const { containers, volumes, restartPolicy } = job.spec.template.spec;
const [container] = containers;
const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));

const pod = makeContainer();
afterAll(() => pod.remove());

describe('deploy/job.yaml', () => {
  test('has a pod for each shard, and all that the pods mount', () => {
    expect(job.spec.completionMode).toBe('Indexed');
    expect(String(job.spec.completions)).toBe(env.SHARDS);
    expect(restartPolicy).toBe('Never');
    // Pods of one node would take each other's loop devices.
    expect(JSON.stringify(job)).toContain(`"matchLabels":{"job-name":"${job.metadata.name}"}`);
    const named = volumes.map((volume) => volume.name as unknown as string);
    expect(container.volumeMounts.map(({ name }) => name).sort()).toEqual(named.sort());
    for (const [kind, name] of [
      ['ConfigMap', volumes.find(({ configMap }) => configMap)?.configMap?.name],
      [
        'PersistentVolumeClaim',
        volumes.find(({ persistentVolumeClaim }) => persistentVolumeClaim)?.persistentVolumeClaim?.claimName,
      ],
    ]) {
      expect(objects.some((one) => one.kind === kind && one.metadata.name === name)).toBe(true);
    }
  });

  test('its command line, run for each index, makes parts that merge into one', {
    timeout: 240_000,
  }, async (context) => {
    needs(context, 'root', 'unshare');
    const at = (part: string) => join(pod.shared, part);
    for (const part of ['drivers', 'config', 'results', 'devices']) mkdirSync(at(part));
    cpSync(join(root, 'fixtures/drivers/healthy/flexcert.test~sh-loop'), at('drivers/example.com~nas'), {
      recursive: true,
    });
    cpSync(at('drivers/example.com~nas/sh-loop'), at('drivers/example.com~nas/nas'));
    const { data } = objects.find(({ kind }) => kind === 'ConfigMap') as unknown as {
      data: Record<string, string>;
    };
    writeFileSync(at('config/flexcert.yaml'), `${data['flexcert.yaml']}suite: [init, getvolumename]\n`);
    const binds = container.volumeMounts
      .filter(({ name }) => name !== 'devices')
      .flatMap(({ name, mountPath }) => [
        `mkdir -p ${mountPath}`,
        `mount --bind /shared/${name} ${mountPath}`,
      ]);
    for (let index = 0; index < job.spec.completions; index++) {
      const [, , script = ''] = [...container.command, ...container.args];
      const { exitCode, stderr } = await pod.run([...flexcertInPath(), ...binds, script], {
        ...env,
        JOB_COMPLETION_INDEX: String(index),
      });
      expect(exitCode, stderr).toBe(0);
    }
    const records = Array.from({ length: job.spec.completions }, (_, index) =>
      at(`results/${index}/record.json`),
    );
    const { stdout } = await execa(process.execPath, [
      join(root, 'dist/src/cli/main.js'),
      'report',
      ...records,
      '--json',
    ]);
    const merged = JSON.parse(stdout) as { shard?: string; summary: { verdict: string }; results: unknown[] };
    expect(merged).toMatchObject({ driver: { name: 'example.com/nas' }, summary: { verdict: 'conformant' } });
    expect(merged.shard).toBeUndefined();
    expect(merged.results.length).toBeGreaterThan(15);
  });
});
