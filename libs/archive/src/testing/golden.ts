import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contents } from '../contents';

const home = join(import.meta.dirname, 'fixtures/golden');

/** Whole backups of the plain fixture in each form, and the two partial types. */
export const goldenForms = ['zstd', 'gzip', 'age', 'schema-only', 'data-only'] as const;
export type GoldenForm = (typeof goldenForms)[number];

/** What a reader of any later version must find. Written down by public tools, not by our reader. */
export interface GoldenExpectation {
  fileSha256: string;
  /** As the manifest lists them; size and hash are those of the plain text. */
  members: { name: string; rawSize: number; sha256: string }[];
  contents: Contents;
}

export interface GoldenArchive {
  version: string;
  form: GoldenForm;
  file: string;
  /** For `age`; the others need none. */
  identityFile: string | null;
  expected: GoldenExpectation;
}

/** The versions of Stowbase whose archives are kept, made by `tools/golden-fixtures.mjs`. */
export const goldenVersions: readonly string[] = existsSync(home) ? readdirSync(home).sort() : [];

export function goldenArchive(version: string, form: GoldenForm): GoldenArchive {
  const folder = join(home, version);
  return {
    version,
    form,
    file: join(folder, `${form}.tar`),
    identityFile: form === 'age' ? join(folder, 'throw-away-identity.txt') : null,
    expected: JSON.parse(readFileSync(join(folder, `${form}.json`), 'utf8')) as GoldenExpectation,
  };
}

/**
 * What the source had beyond a new project, as lines of a fingerprint: a restore of a full archive into a new project must remove
 * and add exactly these, but for the limits.
 */
export function goldenChanges(version: string): { removed: string[]; added: string[] } {
  const lines = readFileSync(join(home, version, 'changes.txt'), 'utf8')
    .trimEnd()
    .split('\n');
  const starting = (mark: string): string[] => lines.filter((l) => l.startsWith(mark)).map((l) => l.slice(mark.length));
  return { removed: starting('- '), added: starting('+ ') };
}
