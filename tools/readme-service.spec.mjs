import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { importTypeScript } from './typescript-door.mjs';

const root = join(import.meta.dirname, '..');
const stowbase = join(root, 'tools/stowbase.mjs');
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

describe('"Run the service" of README.md (P-README-1)', () => {
  const page = readFileSync(join(root, 'README.md'), 'utf8');
  const section = /\n## Run the service\n([\s\S]*?)\n## /.exec(page)?.[1] ?? '';
  const [start, firstToken, wholeJob] = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands]) => commands);
  const password = 'nine red kites over the weir';
  let folder;
  let server;
  let service;
  let port;
  beforeAll(async () => {
    const { startScratchServer } = await importTypeScript('libs/postgres/src/testing/index.ts');
    folder = mkdtempSync(join(tmpdir(), 'stowbase-readme-'));
    server = await startScratchServer();
    await server.with(server.superuser.user, 'postgres', (c) => c.query('CREATE TABLE orders AS SELECT 1 AS id'));
    port = await freePort();
  }, 60_000);
  afterAll(async () => {
    await stop('SIGTERM');
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As `npm start` does, but for the web app. @returns {Promise<string>} the setup token of its log */
  async function serve() {
    const env = { PATH: process.env.PATH, PORT: String(port), ALLOW_PRIVATE_NETWORKS: '1' };
    service = spawn(process.execPath, [stowbase, 'serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let token = '';
    for await (const line of createInterface({ input: service.stdout })) {
      token = /setup token: ([^"\s]+)/.exec(line)?.[1] ?? token;
      if (/Stowbase is ready/.test(line)) break;
    }
    service.stdout.resume();
    return token;
  }

  async function stop(signal) {
    if (service === undefined) return null;
    const running = service;
    service = undefined;
    const ended = new Promise((resolve) => running.once('exit', (code) => resolve(code)));
    running.kill(signal);
    return ended;
  }

  /** Runs commands of the page in the folder of the service, as a script that ends at the first failure. */
  function run(commands, env) {
    const script = `set -eu\n${commands.replaceAll('localhost:3000', `localhost:${port}`)}`;
    return spawnSync('sh', ['-c', script], {
      cwd: folder,
      env: { PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, HOME: folder, ...env },
      encoding: 'utf8',
    });
  }

  it('starts what npm start starts', () => {
    expect(start).toContain('\nnpm start ');
    expect(scripts.start).toBe('node tools/start.mjs');
    expect(readFileSync(join(root, 'tools/start.mjs'), 'utf8')).toContain("launch(['serve'], ['cli', 'api', 'web'])");
  });

  it('makes an owner and a token, does the whole job, and the file is whole', async () => {
    const setupToken = await serve();
    expect(readdirSync(folder)).toContain('data');
    const made = run(firstToken, { SETUP_TOKEN: setupToken, PASSWORD: password });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'token'), 'utf8')).toMatch(/^Authorization: Bearer stow_[\w-]+\n$/);

    const url = server.url(server.superuser.user, 'postgres');
    const job = run(wholeJob, { SOURCE_DATABASE_URL: url });
    expect(job).toMatchObject({ status: 0, stderr: '', stdout: 'complete\n' });
    const contents = JSON.parse(readFileSync(join(folder, 'contents.json'), 'utf8'));
    expect(contents.tables.items).toMatchObject([{ schema: 'public', name: 'orders', rows: 1 }]);

    const file = readdirSync(folder).find((name) => name.endsWith('.tar'));
    const verified = spawnSync(process.execPath, [stowbase, 'verify', '--deep', join(folder, file)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder },
    });
    expect(verified).toMatchObject({ status: 0 });
    expect(verified.stdout).toContain(JSON.parse(readFileSync(join(folder, 'link.json'), 'utf8')).sha256);
    expect(await stop('SIGINT')).toBe(130);
  }, 120_000);
});

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
