import { readFileSync } from 'node:fs';
import path from 'node:path';
import { storageRules, uploadRules } from './testing/conformance/rules';

/** The lines of `storage.ts` that begin with a dash: its rules. */
const stated = readFileSync(path.join(import.meta.dirname, 'storage.ts'), 'utf8')
  .split('\n')
  .flatMap((line) => /^ \* - (.*)$/.exec(line)?.[1] ?? []);

describe('the contract of a storage', () => {
  it('P-STORE-1 has a conformance case in the same words for each of its rules', () => {
    expect(stated).toEqual([...Object.values(uploadRules), ...Object.values(storageRules)]);
  });

  it('has a case for each rule that the suite names', () => {
    const suite = ['uploads', 'writing', 'reading', 'listing', 'connections', 'server-errors']
      .map((name) => readFileSync(path.join(import.meta.dirname, 'testing/conformance', `describe-${name}.ts`), 'utf8'))
      .join('');
    const used = (from: string, name: string): boolean => suite.includes(`${from}.${name}`);
    expect(Object.keys(uploadRules).filter((name) => !used('rules', name) && !used('uploadRules', name))).toEqual([]);
    expect(Object.keys(storageRules).filter((name) => !used('rules', name))).toEqual([]);
  });
});
