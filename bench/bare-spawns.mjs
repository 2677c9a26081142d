// The calls of lives.sh without any check: what Node takes to run a program and read what it says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const [driver, volumes] = process.argv.slice(2);
for (let number = 0; number < Number(volumes); number++) {
  for (const argv of [
    ['init'],
    ['mount', '/x', '{}'],
    ['mount', '/x', '{}'],
    ['unmount', '/x'],
    ['unmount', '/x'],
  ]) {
    const child = spawn(driver, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    child.stderr.resume();
    await once(child, 'close');
  }
}
