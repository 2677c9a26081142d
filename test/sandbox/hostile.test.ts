import { describe, expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { inCell } from './in-cell.ts';

/** A filesystem whose server never answers: whoever looks at it waits. */
const FROZEN = `python3 -c '
import os, subprocess, time
fuse = os.open("/dev/fuse", os.O_RDWR)
os.set_inheritable(fuse, True)
os.makedirs("/frozen", exist_ok=True)
subprocess.run(["mount", "-i", "-t", "fuse", "-o", f"fd={fuse},rootmode=40000,user_id=0,group_id=0", "frozen", "/frozen"], pass_fds=[fuse], check=True)
print("mounted", flush=True)
subprocess.Popen(["ls", "/frozen/x"])
time.sleep(3600)
'`;

describe('a driver', () => {
  it.for([
    ['mounts over /proc', 'mount -t tmpfs x /proc'],
    ['mounts over /usr', 'mount -t tmpfs x /usr'],
    ['mounts over /var/lib/kubelet', 'mount -t tmpfs x /var/lib/kubelet'],
    ['mounts over /', 'mount -t tmpfs x /'],
    [
      'unmounts all that it finds',
      'for m in $(cut -d" " -f5 /proc/self/mountinfo | tac); do umount -l $m; done',
    ],
    ['mounts many times', 'mkdir /m; for i in $(seq 100); do mount -t tmpfs x /m || exit 1; done'],
    ['sets a file immutable', 'touch /var/lib/kubelet/f && chattr +i /var/lib/kubelet/f || :'],
    [
      'replaces a directory by a link to /etc',
      'rmdir /var/lib/kubelet; ln -s /etc /var/lib/kubelet; rm -r /etc/*',
    ],
    ['kills process 1', 'kill -9 1; kill -TERM 1; kill -SEGV 1'],
    ['dumps core', 'sh -c "kill -SEGV \\$\\$"; ! ls / | grep ^core'],
    [
      'leaves a daemon in a session of its own',
      'setsid sh -c "trap : TERM HUP; sleep 600" >/dev/null 2>&1 &',
    ],
    ['changes the name of the machine', 'hostname hostile'],
  ])('that %s leaves the program its say and the host nothing', async ([, act = ''], context) => {
    needs(context, 'root');
    const { ran, end } = await inCell([act, 'echo still here']);
    expect(ran.at(-1)).toMatchObject({ command: 'echo still here' });
    expect(end).toMatchObject({ exit: { code: 0 }, endedBy: 'program', leaks: [], output: '' });
  });

  it('that freezes a filesystem does not keep its cell', async (context) => {
    needs(context, 'root', 'python3');
    const { end } = await inCell([FROZEN], { limits: { wallMs: 3_000 } });
    expect(end).toMatchObject({ endedBy: 'limit', stuck: true, leaks: [] });
    expect(end.durationMs).toBeLessThan(8_000);
  });

  it('that binds an image which lies on another of its loop devices gets neither to keep', async (context) => {
    needs(context, 'root', 'mkfs.ext4');
    const { end } = await inCell([
      'cd /var/lib/flexcert && truncate -s 16M a && d=$(losetup -f --show a) && mkfs.ext4 -q $d && mkdir m && mount $d m && truncate -s 4M m/b && losetup -f --show m/b',
    ]);
    expect(end.reclaimed).toHaveLength(2);
    expect(end.leaks).toEqual([]);
  });
});
