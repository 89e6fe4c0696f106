import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Packages that a file needs as soon as it is loaded, and all that it loads: `import type` and `await import()` cost nothing yet. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from '([^']+)';/gm);
  for (const [, from = ''] of statements) {
    if (!from.startsWith('.')) found.add(from);
    else for (const one of packagesOf(`${path.resolve(path.dirname(file), from)}.ts`, seen)) found.add(one);
  }
  return found;
}

const root = import.meta.dirname;
const heavy = [/^@aws-sdk\//, /^@smithy\//, /^undici$/, /^openid-client$/, /^jose$/, /^fast-xml-parser$/];

describe('P-STORE-20 the list of drivers', () => {
  it('loads no SDK: an idle service does not pay for destinations that nobody opens', () => {
    const loaded = [...packagesOf(path.join(root, 'index.ts'))].filter((name) => !name.startsWith('node:'));
    expect(loaded.filter((name) => heavy.some((one) => one.test(name)))).toEqual([]);
  });

  it('comes to them only by opening one', () => {
    const opens = ['s3/open-s3', 'google-drive/open-drive', 'nextcloud/open-dav-storage'].map((name) =>
      path.join(root, 'drivers', `${name}.ts`),
    );
    for (const file of opens) {
      expect(existsSync(file)).toBe(true);
      expect([...packagesOf(file)].some((name) => heavy.some((one) => one.test(name)))).toBe(true);
    }
  });
});
