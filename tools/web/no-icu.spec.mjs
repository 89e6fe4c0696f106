import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const app = join(import.meta.dirname, '../../apps/web/src/app');

describe('P-WEB-164 templates', () => {
  it('have no ICU expression: Angular parses these through innerHTML, which the Content-Security-Policy forbids', () => {
    const files = globSync('**/*.{html,ts}', { cwd: app, exclude: (name) => name === 'api' });
    expect(files.length).toBeGreaterThan(50);
    expect(
      files.filter((file) => /,\s*(plural|select)\s*,\s*(=\d|\w+\s*\{)/.test(readFileSync(join(app, file), 'utf8'))),
    ).toEqual([]);
  });
});
