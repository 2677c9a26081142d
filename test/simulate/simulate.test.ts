import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../src/simulate/play.ts';
import { needs } from '../support/needs.ts';
import { differences, type Recording } from './compare.ts';

const program = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;
const recording = (name: string): string =>
  new URL(`../../fixtures/recordings/${name}`, import.meta.url).pathname;

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: c, volumeMounts: [{ name: data, mountPath: /data }] }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteMany], storageClassName: "", resources: { requests: { storage: 1Gi } } }
`;
const VOLUME = `
apiVersion: v1
kind: PersistentVolume
metadata: { name: pv-nas }
spec:
  capacity: { storage: 2Gi }
  accessModes: [ReadWriteMany]
  flexVolume: { driver: example.com/nas, secretRef: { name: nas }, options: { share: "//srv/x y" } }
---
apiVersion: v1
kind: Secret
metadata: { name: nas }
type: example.com/nas
stringData: { password: s3cret }
`;

function driver(mount: string): string {
  return `#!/bin/sh
case $1 in
init) echo '{"status":"Success","capabilities":{"attach":false}}' ;;
mount) ${mount} ;;
unmount) umount "$2"; echo '{"status":"Success"}' ;;
*) echo '{"status":"Not supported"}'; exit 1 ;;
esac
`;
}

async function withFiles<T>(mount: string, task: (directory: string) => Promise<T>): Promise<T> {
  return withDir(
    async ({ path }) => {
      await mkdir(join(path, 'example.com~nas'));
      await writeFile(join(path, 'example.com~nas/nas'), driver(mount), { mode: 0o755 });
      await writeFile(join(path, 'pod.yaml'), POD);
      await writeFile(join(path, 'pv.yaml'), VOLUME);
      return task(path);
    },
    { unsafeCleanup: true, prefix: 'flexcert-test-' },
  );
}

function simulate(cwd: string, ...args: string[]) {
  return execa(process.execPath, [program, 'simulate', ...args], { cwd, reject: false });
}

describe('flexcert simulate', () => {
  it('plays a recording and prints one JSON document', async (context) => {
    needs(context, 'root', 'unshare');
    const file = recording('scenarios-1.20/attachable-pv-secret.json');
    const { stdout, stderr, exitCode } = await simulate('/', '--json', file);
    const { steps } = JSON.parse(stdout) as { steps: StepResult[] };
    expect(differences(JSON.parse(readFileSync(file, 'utf8')) as Recording, steps, 'overlay')).toEqual([]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('prints the same again', async (context) => {
    needs(context, 'root', 'unshare');
    const file = recording('scenarios-1.32/random-012.json');
    const [first, second] = await Promise.all([simulate('/', '--json', file), simulate('/', '--json', file)]);
    expect(second.stdout).toBe(first.stdout);
  });

  it("tells the life of a user's own pod, and what an API server would have added", async (context) => {
    needs(context, 'root', 'unshare');
    const mount = `mount -t tmpfs nas "$2" && echo '{"status":"Success"}'`;
    await withFiles(mount, async (directory) => {
      const played = await simulate(directory, '--driver', 'example.com~nas', 'pod.yaml', 'pv.yaml');
      expect(played.stdout).toContain('✓ its volumes are mounted');
      expect(played.stdout).toContain('"//srv/x y"');
      expect(played.stdout).toMatch(/serviceAccount\.name +default/);
      expect(played.stdout).toMatch(/secret\/password +\(secret, 6 bytes in base64\)/);
      expect(played.stdout).not.toContain(Buffer.from('s3cret').toString('base64'));
      expect(played.stdout).toContain('✓ its volumes are gone');
      expect(played.exitCode).toBe(0);
    });
  });

  it('ends with 1 when the driver fails, and says when it is tried again', async (context) => {
    needs(context, 'root', 'unshare');
    const mount = `echo '{"status":"Failure","message":"no such host"}'; exit 1`;
    await withFiles(mount, async (directory) => {
      const { stdout, exitCode } = await simulate(
        directory,
        '--driver',
        'example.com~nas/nas',
        'pod.yaml',
        'pv.yaml',
      );
      expect(stdout).toContain('✗ mount command failed, status: Failure, reason: no such host');
      expect(stdout).toMatch(/↻ the mount is tried again, not before \d+\.\d+ \(500 ms\)/);
      expect(stdout).toContain('context deadline exceeded');
      expect(exitCode).toBe(1);
    });
  });

  it('says that nothing is mounted though the driver says so', async (context) => {
    needs(context, 'root', 'unshare');
    await withFiles(`echo '{"status":"Success"}'`, async (directory) => {
      const { stdout } = await simulate(directory, '--driver', 'example.com~nas', 'pod.yaml', 'pv.yaml');
      expect(stdout).toContain('! nothing is mounted there');
    });
  });

  it('reports a call that would crash the kubelet', async (context) => {
    needs(context, 'root', 'unshare');
    await withFiles('true', async (directory) => {
      const crash = `#!/bin/sh\necho '{"status":"Success","capabilities":null}'\n`;
      await writeFile(join(directory, 'example.com~nas/nas'), crash);
      const { stdout, exitCode } = await simulate(
        directory,
        '--driver',
        'example.com~nas',
        'pod.yaml',
        'pv.yaml',
      );
      expect(stdout).toContain('nil dereference');
      expect(exitCode).toBe(1);
    });
  });

  it.each([
    ['no driver', 'kind: Pod\nmetadata: { name: a }\nspec: {}', /which driver\?/],
    ['no pod', 'kind: Secret\nmetadata: { name: a }', /there is no Pod/],
    ['a wrong field', 'kind: Pod\nmetadata: { name: a }\nspec: { volumes: 3 }', /Pod a, spec\.volumes/],
    ['a wrong step', 'steps: [{ op: fly }]', /steps\.0/],
    ['no YAML', 'a: [', /scenario\.yaml/],
    ['no kind', '[1]', /kind/],
  ])('refuses a scenario with %s', async (_, text, message) => {
    await withDir(
      async ({ path }) => {
        await writeFile(join(path, 'scenario.yaml'), text);
        const { stderr, exitCode } = await simulate(path, 'scenario.yaml');
        expect(stderr).toMatch(message);
        expect(exitCode).toBe(2);
      },
      { unsafeCleanup: true },
    );
  });
});
