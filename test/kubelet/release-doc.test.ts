import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/make-kubelet-doc.mjs', import.meta.url));

describe('docs/kubelet.md', () => {
  it('shows the release table of the code', async () => {
    const { stderr, exitCode } = await execa(process.execPath, [script, '--check'], { reject: false });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });
});
