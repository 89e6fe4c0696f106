import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placedAccountCodes, placedFeatures } from '../openapi/feature-errors';
import { accountErrors } from '../accounts/accounts.errors';
import { allErrors } from './all-errors';

const source = join(import.meta.dirname, '..');
const files = globSync('**/*.ts', { cwd: source }).filter((file) => !file.endsWith('.spec.ts'));
const declared = files.flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8');
  const lists = text.split(/defineErrors\(\{/).slice(1);
  return lists.flatMap((list) =>
    [...list.split(/^\}\)/m)[0]!.matchAll(/^ {2}([A-Z0-9_]+): \{/gm)].map(([, code]) => code!),
  );
});
const listed = Object.values(allErrors).flatMap((errors) => Object.keys(errors));

describe('the codes of errors', () => {
  it('are all in all-errors.ts, and so in docs/errors.md', () => {
    expect(declared.length).toBeGreaterThan(30);
    expect(declared.filter((code) => !listed.includes(code))).toEqual([]);
  });

  it('belong to one feature each', () => {
    expect(listed.filter((code, i) => listed.indexOf(code) !== i)).toEqual([]);
  });

  it('have a status of an error, a title without full stop and one sentence', () => {
    for (const [code, { status, title, when }] of Object.values(allErrors).flatMap((errors) =>
      Object.entries(errors),
    )) {
      expect([code, status >= 400 && status < 600]).toEqual([code, true]);
      expect([code, title]).toEqual([code, expect.stringMatching(/^[A-Z].*[^.]$/)]);
      expect([code, when]).toEqual([code, expect.stringMatching(/^["`A-Z1-9].*\.$/s)]);
    }
  });

  it('are each said of some operation', () => {
    const apart = ['Every route', 'Accounts and access'];
    expect(Object.keys(allErrors).filter((group) => !apart.includes(group) && !placedFeatures.has(group))).toEqual([]);
    expect([...placedFeatures].filter((group) => !(group in allErrors))).toEqual([]);
    const guard = ['SIGN_IN_REQUIRED', 'TOKEN_INVALID', 'NOT_ALLOWED', 'SESSION_ONLY', 'CROSS_SITE', 'WRONG_HOST'];
    expect(Object.keys(accountErrors).filter((c) => !guard.includes(c) && !placedAccountCodes.has(c))).toEqual([]);
  });
});
