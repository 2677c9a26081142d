import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cleanMountPoint, isCorruptedMount } from '../../../src/kubelet/disk/clean-mount-point.ts';
import { exists } from '../../../src/kubelet/disk/directories.ts';
import { looksMounted } from '../../../src/kubelet/disk/looks-mounted.ts';
import { mountReferences } from '../../../src/kubelet/disk/references.ts';
import { profileFor } from '../../../src/kubelet/profile.ts';
import { scratch, tell } from '../../support/inside.ts';

/** A FUSE filesystem whose server is gone: its only descriptor is closed. */
function dead(path: string): string {
  mkdirSync(path);
  const options = 'fd=5,rootmode=40000,user_id=0,group_id=0';
  execFileSync('/bin/sh', ['-c', `exec 5<>/dev/fuse; mount -i -t fuse -o ${options} gone "$1"`, 'sh', path]);
  return path;
}

function judged(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return `${isCorruptedMount(error)} ${(error as Error).message}`.replaceAll(scratch, '');
  }
}

const seen = [];
for (const release of ['1.20', '1.32']) {
  const profile = profileFor(release);
  const path = dead(`${scratch}/dead`);
  const examined = [
    judged(() => exists(path)),
    judged(() => looksMounted(path, profile)),
    judged(() => mountReferences(path)),
  ];
  await cleanMountPoint(path, profile);
  seen.push([...examined, existsSync(path)]);
}
tell(seen);
