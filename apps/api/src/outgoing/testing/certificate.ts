import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate that is its own authority, for this name. */
export async function certificateFor(name: string): Promise<{ cert: string; key: string }> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'stowbase-outgoing-'));
  try {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
    await run('openssl', ['req', '-x509', ...key, ...subject, '-keyout', 'key', '-out', 'cert'], { cwd });
    const [cert, privateKey] = await Promise.all(['cert', 'key'].map((file) => readFile(path.join(cwd, file), 'utf8')));
    return { cert: cert!, key: privateKey! };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
