import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../backups/testing/until';
import { childProgram } from '../testing/child-program';

describe('a service whose log nobody reads any more', () => {
  it('goes on, and ends when it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-log-'));
    const program = await childProgram('apps/api/src/logging/testing/log-without-reader.ts');
    try {
      const ready = join(folder, 'ready');
      const child = program.start(ready);
      await until(() => existsSync(ready));
      // Its first line is unread: what it writes next is refused, with another error than later lines.
      child.stdout.destroy();
      child.kill('SIGUSR2');
      await once(child, 'exit');
      expect(child.exitCode).toBe(7);
    } finally {
      program.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
