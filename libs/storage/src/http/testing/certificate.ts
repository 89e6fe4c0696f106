import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A certificate for one name or address that signs itself, made by openssl; PEM. */
export async function selfSigned(altName: `DNS:${string}` | `IP:${string}`): Promise<{ cert: string; key: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stowbase-http-'));
  const file = (name: string): string => path.join(folder, name);
  try {
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    const named = ['-subj', '/CN=test', '-addext', `subjectAltName=${altName}`];
    await promisify(execFile)('openssl', [...made, ...named, '-keyout', file('key'), '-out', file('cert')]);
    return { cert: await readFile(file('cert'), 'utf8'), key: await readFile(file('key'), 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
