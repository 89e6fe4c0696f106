// The golden archives of one version: real backups of the plain fixture by today's engine, and what any reader must find in them.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { importTypeScript } from '../typescript-door.mjs';
import { readByStockTools } from './stock-reading.mjs';

const root = join(import.meta.dirname, '../..');
/** The server that Debian 12, our CI, has: the comparison after a restore needs the same. */
const serverMajor = 15;
export const identityFile = 'throw-away-identity.txt';

/** @param {string} recipient */
const forms = (recipient) => ({
  zstd: { compression: { method: 'zstd', level: 3 } },
  gzip: { compression: { method: 'gzip', level: 6 } },
  age: { compression: { method: 'zstd', level: 3 }, recipients: [recipient] },
  'schema-only': { type: 'schema' },
  'data-only': { type: 'data' },
});

/**
 * Fills an empty folder.
 * @param {string} folder @param {string} version of Stowbase
 */
export async function makeGoldenFixtures(folder, version) {
  const { fixtureSource } = await importTypeScript('libs/dump/src/testing/index.ts');
  const { fingerprint, diffFingerprints, loadFixture } = await importTypeScript('libs/postgres/src/testing/index.ts');
  mkdirSync(folder, { recursive: true });
  const recipient = await writeIdentity(folder);
  const source = await fixtureSource({ major: serverMajor });
  try {
    const read = () => fingerprint(source.server.settings('supabase_admin', 'postgres'));
    const fresh = await read();
    await loadFixture(source.server, 'plain');
    const { missing, added } = diffFingerprints(fresh, await read());
    const lines = [
      ...missing.map((/** @type {string} */ l) => `- ${l}\n`),
      ...added.map((/** @type {string} */ l) => `+ ${l}\n`),
    ];
    writeFileSync(join(folder, 'changes.txt'), lines.join(''));
    for (const [form, change] of Object.entries(forms(recipient))) {
      const { file, result } = await source.backup({
        ...{ projectSlug: 'shop', projectName: 'Shop', projectRef: 'goldenfixtureproject', stowbaseVersion: version },
        ...change,
      });
      if (result.gaps.length > 0) throw new Error(`${form} has gaps: ${JSON.stringify(result.gaps)}`);
      copyFileSync(file, join(folder, `${form}.tar`));
      rmSync(file);
      await writeExpectation(folder, form);
    }
  } finally {
    await source.stop();
  }
}

/** @param {string} folder @returns {Promise<string>} its recipient */
async function writeIdentity(folder) {
  const { generateIdentity } = await importTypeScript('libs/archive/src/index.ts');
  const { identity, recipient } = await generateIdentity();
  const lines = [
    '# A throw-away key of the tests: it opens age.tar beside it and protects nothing.',
    `# public key: ${recipient}`,
    identity,
  ];
  writeFileSync(join(folder, identityFile), `${lines.join('\n')}\n`);
  return recipient;
}

/** By public tools, then once more by our own reader: they must agree before anything is frozen. @param {string} folder @param {string} form */
async function writeExpectation(folder, form) {
  const file = join(folder, `${form}.tar`);
  const { fileSha256, members, contents, manifest } = readByStockTools(file, join(folder, identityFile));
  const { openArchive, fileSource, parseIdentityFile } = await importTypeScript('libs/archive/src/index.ts');
  const identity = parseIdentityFile(readFileSync(join(folder, identityFile), 'utf8'));
  const archive = await openArchive(fileSource(file), manifest.encryption === null ? {} : { identity });
  const report = await archive.verify(2);
  await archive.close();
  if (!report.ok || report.fileSha256 !== fileSha256)
    throw new Error(`${form} does not verify: ${JSON.stringify(report)}`);
  const json = JSON.stringify({ fileSha256, members, contents });
  const options = await prettier.resolveConfig(join(root, 'package.json'));
  writeFileSync(join(folder, `${form}.json`), await prettier.format(json, { ...options, parser: 'json' }));
}
