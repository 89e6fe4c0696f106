import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const entries = (source) => [...source.matchAll(/^ {2}(\w+): '(.*)',$/gm)].map(([, stage, text]) => [stage, text]);

describe('P-WEB-162 the stages of a log', () => {
  it('are known to the web app by the words that the service writes', () => {
    const theirs = entries(read('apps/api/src/backups/runner/stage-texts.ts'));
    expect(theirs.length).toBeGreaterThan(4);
    expect(entries(read('apps/web/src/app/backups/run/log/stage-of-line.ts'))).toEqual(theirs);
    expect(read('apps/api/src/backups/runner/end-of-run.ts')).toContain('`The copy to ${copy.name} failed:');
  });
});
