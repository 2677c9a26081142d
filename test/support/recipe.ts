import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { extract } from 'tar';
import { type Container, root } from './container.ts';

/** A fenced block of a page that stands for a file: ```yaml path/of/the/file. */
export function fileOfPage(page: string, name: string): string {
  const text = readFileSync(join(root, page), 'utf8');
  const [, block] =
    new RegExp(`^\`\`\`\\w+ ${name.replaceAll('.', '\\.')}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(text) ?? [];
  if (block === undefined) throw new Error(`${page} has no block for ${name}`);
  return block;
}

/**
 * A vendor's checkout in a container, /shared/project: a driver, its configuration, and the packed package where npx
 * looks first.
 *
 * @param driver below fixtures/drivers, as the executable `nas` of example.com~nas
 */
export async function checkOut({ shared }: Container, driver: string): Promise<void> {
  const work = join(shared, 'project');
  mkdirSync(join(work, 'example.com~nas'), { recursive: true });
  cpSync(join(root, 'fixtures/drivers', driver), join(work, 'example.com~nas/nas'));
  writeFileSync(
    join(work, 'flexcert.yaml'),
    'suite: init\ngrep: succeeds|capabilities\nvolumes:\n  - options: { size: 16Mi }\n',
  );
  const { stdout } = await execa(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', shared],
    { cwd: root },
  );
  const modules = join(work, 'node_modules');
  mkdirSync(join(modules, 'flexcert'), { recursive: true });
  await extract({ file: join(shared, stdout.trim()), cwd: join(modules, 'flexcert'), strip: 1 });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
}

/** What a runner of CI has in PATH besides: sudo, which here is root already, and an image's flexcert. */
export const RUNNER = [
  `printf '#!/bin/sh\\nexec "$@"\\n' >/usr/local/bin/sudo`,
  `printf '#!/bin/sh\\nexec node /shared/project/node_modules/flexcert/dist/src/cli/main.js "$@"\\n' >/usr/local/bin/flexcert`,
  'chmod 0755 /usr/local/bin/sudo /usr/local/bin/flexcert',
  'export npm_config_offline=true HOME=/root',
  'cd /shared/project',
];
