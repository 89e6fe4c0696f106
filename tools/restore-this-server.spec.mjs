import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';

const root = join(import.meta.dirname, '..');
const stowbase = join(root, 'tools/stowbase.mjs');

describe('docs/operations/restore-this-server.md (P-SELF-10)', () => {
  const page = readFileSync(join(root, 'docs/operations/restore-this-server.md'), 'utf8');
  const [fromFile, fromDestination, byHand, rotate] = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, text]) => text,
  );
  const password = 'nine red kites over the weir';
  let folder;
  let port;
  let service;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-again-'));
    mkdirSync(join(folder, 'backups/disk'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/stowbase'), `#!/bin/sh\nexec '${process.execPath}' '${stowbase}' "$@"\n`);
    chmodSync(join(folder, 'bin/stowbase'), 0o755);
    port = await freePort();
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const env = () => ({ PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: folder, PORT: String(port) });

  async function serve() {
    const more = { ALLOW_PRIVATE_NETWORKS: '1', SETUP_TOKEN: 'the-setup-token-of-this-test-0123456789' };
    const options = { cwd: folder, env: { ...env(), ...more }, stdio: ['ignore', 'pipe', 'inherit'] };
    service = spawn(process.execPath, [stowbase, 'serve'], options);
    for await (const line of createInterface({ input: service.stdout })) if (/Stowbase is ready/.test(line)) break;
    service.stdout.resume();
  }

  async function stop() {
    if (service === undefined) return;
    const running = service;
    service = undefined;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await ended;
  }

  /** Commands of the page, as a script that ends at the first failure. */
  const run = (commands, more = {}) =>
    spawnSync('sh', ['-c', `set -eu\n${commands}`], { cwd: folder, env: { ...env(), ...more }, encoding: 'utf8' });

  async function signIn() {
    const session = {};
    const ask = async (method, path, body) => {
      const reply = await request(`http://127.0.0.1:${port}/api${path}`, {
        method,
        headers: {
          origin: `http://localhost:${port}`,
          ...session,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await reply.body.text();
      if (reply.statusCode >= 300) throw new Error(`${method} ${path}: ${reply.statusCode} ${text}`);
      return { body: text === '' ? null : JSON.parse(text), cookies: [reply.headers['set-cookie'] ?? []].flat() };
    };
    const who = { email: 'ann@example.org', password };
    const { body, cookies } = await ask('POST', '/accounts/login', who);
    Object.assign(session, {
      cookie: cookies.map((one) => one.split(';')[0]).join('; '),
      'x-xsrf-token': body.xsrfToken,
    });
    return async (...request) => (await ask(...request)).body;
  }

  async function makeBackupOfRecords() {
    const ask = await signIn();
    await ask('POST', '/storage/destinations', { name: 'Disk', type: 'local_mapped', config: { path: 'disk' } });
    execFileSync(process.execPath, [stowbase, 'keygen', '--out', 'key.txt'], { cwd: folder, env: env() });
    const recipient = /age1[0-9a-z]+/.exec(readFileSync(join(folder, 'key.txt'), 'utf8'))[0];
    const { id, proof } = await ask('POST', '/recovery-keys', { name: 'Safe', recipient });
    const answer = execFileSync('age', ['-d', '-i', 'key.txt'], {
      cwd: folder,
      input: proof.file,
      encoding: 'utf8',
    }).trim();
    await ask('POST', `/recovery-keys/${id}/prove`, { answer, lostKeyUnderstood: true });
    const { id: made } = await ask('POST', '/system/self-backup');
    for (;;) {
      const { items } = await ask('GET', '/system/self-backup');
      const mine = items.find((one) => one.id === made);
      if (mine.finishedAt !== null) return mine;
      await delay(50);
    }
  }

  const names = async () => {
    const ask = await signIn();
    return (await ask('GET', '/storage/destinations')).items.map(({ name }) => name);
  };

  it('brings a lost server back by its commands, and says what is inside by stock tools', async () => {
    await serve();
    const setup = { token: 'the-setup-token-of-this-test-0123456789', email: 'ann@example.org', name: 'Ann', password };
    const made = await request(`http://127.0.0.1:${port}/api/accounts/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
      body: JSON.stringify(setup),
    });
    expect(made.statusCode).toBe(201);
    await made.body.dump();
    const backup = await makeBackupOfRecords();
    expect(backup).toMatchObject({ status: 'succeeded', encrypted: true });
    await stop();
    renameSync(join(folder, 'data'), join(folder, 'lost-1'));

    // The file at hand.
    const [{ key }] = backup.copies;
    writeFileSync(join(folder, key.split('/').at(-1)), readFileSync(join(folder, 'backups/disk', key)));
    const restored = run(fromFile);
    expect(restored).toMatchObject({ status: 0, stderr: '' });
    expect(restored.stdout).toContain('are back');
    expect(run(fromFile).status).not.toBe(0);
    await serve();
    expect(await names()).toEqual(['Disk']);
    await stop();
    renameSync(join(folder, 'data'), join(folder, 'lost-2'));

    // From the destination, in another terminal of which the variables are set.
    expect(run(fromDestination, { LOCAL_STORAGE_PATH: 'disk' })).toMatchObject({ status: 0, stderr: '' });
    expect(run(rotate)).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(join(folder, 'data')).filter((name) => name.startsWith('app.key'))).toHaveLength(2);
    await serve();
    expect(await names()).toEqual(['Disk']);
    await stop();

    const inside = run(byHand);
    expect(inside).toMatchObject({ status: 0 });
    expect(JSON.parse(inside.stdout)).toMatchObject({ format: 'stowbase-service/1' });
  }, 240_000);
});

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
