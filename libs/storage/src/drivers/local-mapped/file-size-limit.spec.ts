import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const hasLimits = process.platform !== 'win32';
const whenLimits = hasLimits ? it : it.skip;

describe('F28 a file that may not become so large (ulimit -f)', () => {
  whenLimits(
    `is kind quota, and nothing is left${hasLimits ? '' : ' (skipped: needs a shell with ulimit)'}`,
    async () => {
      const top = await mkdtemp(path.join(tmpdir(), 'stowbase-limit-'));
      try {
        const program = path.join(top, 'limited-upload.mjs');
        const entry = path.join(import.meta.dirname, 'testing/limited-upload.ts');
        await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'esm' });
        const root = path.join(top, 'root');
        await mkdir(root);
        const limited = 'ulimit -f 2000 && exec "$0" "$@"';
        const { stdout } = spawnSync('sh', ['-c', limited, process.execPath, program, root], { encoding: 'utf8' });
        expect(stdout).toBe('quota, left: ');
      } finally {
        await rm(top, { recursive: true });
      }
    },
    30_000,
  );
});
