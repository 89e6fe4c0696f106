// What is in an archive by the word of public tools alone: tar, zstd, gzip, age. None of our code reads here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ name: string, rawSize: number, sha256: string }} PlainMember name as it is stored; size and sha256 of its plain text */

/**
 * @param {string} file
 * @param {string | null} identityFile needed for an encrypted one
 * @returns {{ fileSha256: string, members: PlainMember[], contents: any, manifest: any }} members as the manifest lists them
 */
export function readByStockTools(file, identityFile) {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-golden-'));
  try {
    run('tar', ['-xf', file, '-C', folder]);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    const texts = manifest.members.map((/** @type {[string]} */ [name]) => ({
      name,
      text: plainText(join(folder, name), identityFile),
    }));
    const contents = texts.find((/** @type {{ name: string }} */ { name }) => name.startsWith('contents.json'));
    return {
      fileSha256: sha256(readFileSync(file)),
      members: texts.map((/** @type {{ name: string, text: Buffer }} */ { name, text }) => ({
        name,
        rawSize: text.length,
        sha256: sha256(text),
      })),
      contents: JSON.parse(contents.text),
      manifest,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file @param {string | null} identityFile @returns {Buffer} */
function plainText(file, identityFile) {
  let bytes = readFileSync(file);
  let name = file;
  if (name.endsWith('.age')) {
    if (identityFile === null) throw new Error(`${file} is encrypted and there is no identity`);
    bytes = run('age', ['-d', '-i', identityFile], bytes);
    name = name.slice(0, -'.age'.length);
  }
  if (name.endsWith('.zst')) return run('zstd', ['-dc'], bytes);
  if (name.endsWith('.gz')) return run('gzip', ['-dc'], bytes);
  return bytes;
}

/** @param {string} command @param {string[]} args @param {Buffer} [input] @returns {Buffer} */
function run(command, args, input) {
  const done = spawnSync(command, args, { input, maxBuffer: 1024 ** 3 });
  if (done.status !== 0) throw new Error(`${command} failed: ${done.error?.message ?? done.stderr.toString()}`);
  return done.stdout;
}

/** @param {Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
