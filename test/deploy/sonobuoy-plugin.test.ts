import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { flexcertInPath, makeContainer, root } from '../support/container.ts';
import { needs } from '../support/needs.ts';

interface Mount {
  name: string;
  mountPath: string;
}
interface Plugin {
  'sonobuoy-config': Record<string, string>;
  'config-map': Record<string, string>;
  spec: {
    command: string[];
    args: string[];
    volumeMounts: Mount[];
    securityContext: { privileged: boolean };
  };
  'extra-volumes': { name: string; hostPath: { path: string } }[];
}

const plugin = parse(readFileSync(join(root, 'deploy/sonobuoy.yaml'), 'utf8')) as Plugin;
const node = makeContainer();
afterAll(() => node.remove());

describe('deploy/sonobuoy.yaml', () => {
  test('is a plugin as Sonobuoy reads it', () => {
    expect(plugin['sonobuoy-config']).toMatchObject({
      driver: 'DaemonSet',
      'plugin-name': 'flexvolume',
      'result-format': 'manual',
    });
    expect(plugin.spec.securityContext.privileged).toBe(true);
    const volumes = ['results', ...plugin['extra-volumes'].map(({ name }) => name)];
    expect(plugin.spec.volumeMounts.map(({ name }) => name).sort()).toEqual(volumes.sort());
    // The worker shares the volume "results", at the place that SONOBUOY_RESULTS_DIR names by default.
    expect(plugin.spec.volumeMounts).toContainEqual({ name: 'results', mountPath: '/tmp/results' });
  });

  beforeAll(() => {
    mkdirSync(join(node.shared, 'drivers'));
    mkdirSync(join(node.shared, 'results'));
    mkdirSync(join(node.shared, 'devices'));
    cpSync(
      join(root, 'fixtures/drivers/healthy/flexcert.test~sh-loop'),
      join(node.shared, 'drivers/flexcert.test~sh-loop'),
      { recursive: true },
    );
    writeFileSync(
      join(node.shared, 'flexcert.yaml'),
      `${plugin['config-map']['flexcert.yaml']}suite: init\n`,
    );
  });

  test('its container certifies what its volumes show, hands it over and stays', {
    timeout: 120_000,
  }, async (context) => {
    needs(context, 'root', 'unshare');
    const binds = plugin.spec.volumeMounts
      .filter(({ name }) => name !== 'devices')
      .flatMap(({ name, mountPath }) => [
        `mkdir -p ${mountPath}`,
        `mount --bind /shared/${name} ${mountPath}`,
      ]);
    const command = [...plugin.spec.command, ...plugin.spec.args].map((word) => `'${word}'`).join(' ');
    const { exitCode, stderr } = await node.run([
      ...flexcertInPath(),
      ...binds,
      'mkdir -p /tmp/sonobuoy/config',
      'cp /shared/flexcert.yaml /tmp/sonobuoy/config/',
      // It would stay for ever.
      `printf '#!/bin/sh\\necho stays "$@" >/shared/stays\\n' >/usr/local/bin/sleep`,
      'chmod 0755 /usr/local/bin/sleep',
      command,
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(readFileSync(join(node.shared, 'stays'), 'utf8')).toBe('stays infinity\n');
    const folder = join(node.shared, 'results/flexcert/flexcert.test~sh-loop');
    expect(readFileSync(join(node.shared, 'results/done'), 'utf8')).toBe('/tmp/results/flexcert');
    expect(existsSync(join(folder, 'junit.xml'))).toBe(true);
    const tree = parse(readFileSync(join(folder, 'sonobuoy_results.yaml'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(tree, `${JSON.stringify(tree.details)}\n${stderr}`).toMatchObject({ status: 'passed' });
  });
});
