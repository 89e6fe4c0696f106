import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const builder = join(import.meta.dirname, '../../../../tools/build/test-programs.mjs');

/** One of the programs of tools/build/test-programs.mjs; it builds them when a source has changed. @returns its path */
export async function testProgram(name: 'crash' | 'canary'): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [builder], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  return join(stdout.trim(), `${name}.js`);
}
