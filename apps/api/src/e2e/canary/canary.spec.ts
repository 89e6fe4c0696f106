import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity } from '@stowbase/archive';
import { fakePgDump, type FakeTools } from '@stowbase/dump/testing';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { generateSync } from 'otplib';
import pg from 'pg';
import { request } from 'undici';
import { until } from '../../backups/testing/until';
import { setCookies } from '../../testing/api-client';
import { Canaries } from '../../testing/canary';
import { startCanaryService, type CanaryService } from './testing/canary-service';
import { watchFolder, type Leak } from './testing/folder-watch';
import { watchProcesses, type ProcessesSeen } from './testing/process-watch';
import { Recorded } from './testing/recorded';

const origin = 'http://localhost:3000';

/** What a table of the fixture keeps: it belongs into the archive, and nowhere else. */
const rowOfTheDatabase = 'c4nary-row-of-a-customer/é"';

describe('P-SECRETS-2 a whole run, from the setup to the download, with failures on the way', () => {
  const canaries = new Canaries();
  const secret = (name: string, value = `c4nary-${name}/S3cr:t@?#%é"'\\`): string => {
    canaries.add(name, value);
    return value;
  };
  const given = {
    database: secret('database password'),
    wrong: secret('wrong database password'),
    storage: secret('storage secret'),
    login: secret('login password'),
    setup: secret('setup token', 'c4nary-setup-token-0123456789'),
  };
  const appKey = randomBytes(32);
  let server: ScratchServer;
  let tools: FakeTools;
  let service: CanaryService;
  let log: string;
  let folder: string;
  let asked: Recorded;
  let processes: ProcessesSeen;
  let leaks: Leak[];
  let archives: Buffer[];

  beforeAll(async () => {
    canaries.add('APP_KEY in hexadecimal', appKey.toString('hex'));
    canaries.add('APP_KEY in base64', appKey.toString('base64'));
    canaries.add('row of the database', rowOfTheDatabase);
    folder = mkdtempSync(join(tmpdir(), 'stowbase-canary-'));
    server = await freshTarget({ fixture: 'plain' });
    await server.with(server.superuser.user, 'postgres', async (sql) => {
      await sql.query(`ALTER ROLE postgres PASSWORD ${pg.escapeLiteral(given.database)}`);
      await sql.query(`CREATE TABLE public.canaries AS SELECT ${pg.escapeLiteral(rowOfTheDatabase)} AS note`);
      await sql.query('ALTER TABLE public.canaries OWNER TO postgres');
    });
    for (const name of ['backups', 'temp']) mkdirSync(join(folder, name));
    // While that file is there pg_dump shows its password in every way it could.
    tools = await fakePgDump(`[ -e '${folder}/careless' ] || exec "$REAL" "$@"
      cat "$PGPASSFILE" >&2; echo "pg_dump: error: $(cut -d: -f5- "$PGPASSFILE")" >&2; exit 1`);
    service = await startCanaryService({
      ...{ DATA_DIR: join(folder, 'data'), LOCAL_STORAGE_ROOTS: join(folder, 'backups'), TMPDIR: join(folder, 'temp') },
      ...{
        APP_KEY: appKey.toString('hex'),
        SETUP_TOKEN: given.setup,
        PUBLIC_URL: origin,
        PORT: '0',
        LOG_LEVEL: 'debug',
      },
      ...{ ALLOW_PRIVATE_NETWORKS: '1', PG_CLIENT_DIRS: tools.dir, CANARY_VAULTS: join(folder, 'vaults') },
    });
    const watches = [watchProcesses(service.pid), watchFolder(join(folder, 'temp'), canaries)] as const;
    asked = new Recorded(service.url, { origin });
    await wholeRun();
    processes = watches[0].stop();
    leaks = watches[1].stop();
    await service.stop();
    log = service.output();
  }, 180_000);
  afterAll(async () => {
    await service.stop();
    await tools.remove();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Each reply must have this status: a run that went another way would prove nothing. */
  async function ask<T = Record<string, unknown>>(
    status: number,
    ...what: Parameters<Recorded['ask']>
  ): Promise<T & { readonly [more: string]: unknown }> {
    const answer = await asked.ask(...what);
    expect({ what: `${what[0]} ${what[1]}`, status: answer.status, text: answer.text }).toMatchObject({ status });
    return answer.json as T & { readonly [more: string]: unknown };
  }

  const urlWith = (password: string): string =>
    `postgresql://postgres:${encodeURIComponent(password)}@${server.host}:${server.port}/postgres?sslmode=disable`;

  async function wholeRun(): Promise<void> {
    const { identity, recipient } = await generateIdentity();
    secret('age identity', identity);
    const token = await signInAsFirstOwner();
    await tellPrivateKeyByMistake(identity, recipient);
    // Only a person who is signed in may enable a key.
    await useRecoveryKey(identity, recipient);
    asked.headers = { authorization: `Bearer ${token}` };
    const events = new AbortController();
    const streamed = await request(`${service.url}/events`, { headers: asked.headers, signal: events.signal });
    const chunks: string[] = [];
    streamed.body.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const projectId = await addProject();
    const destinations = [await addVault(), await addDisk()];
    await backUp(projectId, destinations);
    await failToBackUp(projectId, destinations);
    await downloadDirectly(projectId);
    events.abort();
    expect(chunks.join('')).toContain('backup.status');
    asked.keep('the stream of events', chunks.join(''));
    for (const path of ['/projects', '/storage/destinations', '/backups', '/tokens', '/audit', '/accounts/users'])
      await ask(200, 'GET', path);
  }

  /** Setup, login, second factor, login with it. @returns an API token */
  async function signInAsFirstOwner(): Promise<string> {
    const email = 'owner@example.org';
    const { setup: token, login: password } = given;
    await ask(403, 'POST', '/accounts/setup', { token: secret('wrong setup token'), email, name: 'Owner', password });
    await ask(201, 'POST', '/accounts/setup', { token, email, name: 'Owner', password });
    await ask(401, 'POST', '/accounts/login', { email, password: secret('wrong login password') });
    const login = async (code?: string): Promise<void> => {
      const answer = await asked.ask('POST', '/accounts/login', { email, password, code }, [
        ...['session 1', 'session 2', 'xsrf 1', 'xsrf 2', 'device'],
      ]);
      expect(answer.status).toBe(200);
      const cookies = setCookies(answer.headers);
      const valueOf = (name: RegExp): string =>
        cookies
          .find((one) => name.test(one))!
          .split('=')
          .slice(1)
          .join('=');
      const turn = code === undefined ? 1 : 2;
      secret(`session ${turn}`, valueOf(/-sid=/));
      secret(`xsrf ${turn}`, answer.json!['xsrfToken'] as string);
      secret('device', valueOf(/-device=/));
      asked.headers = {
        ...asked.headers,
        cookie: cookies.join('; '),
        'x-xsrf-token': answer.json!['xsrfToken'] as string,
      };
    };
    await login();
    const offer = await ask<{ secret: string }>(201, 'POST', '/accounts/me/totp', undefined, ['TOTP secret']);
    secret('TOTP secret', offer.secret);
    // Each is taken once.
    const code = (step: 0 | 1): string =>
      generateSync({ secret: offer.secret, epoch: Math.floor(Date.now() / 1_000) + step * 30 });
    const enabled = await ask<{ recoveryCodes: string[] }>(
      200,
      'POST',
      '/accounts/me/totp/enable',
      { password, code: code(0) },
      ['recovery code'],
    );
    secret('recovery code', enabled.recoveryCodes[0]);
    await ask(401, 'POST', '/accounts/login', { email, password });
    await login(code(1));
    const made = await ask<{ secret: string }>(201, 'POST', '/tokens', { name: 'nightly', scope: 'owner' }, [
      'API token',
    ]);
    secret('API token', made.secret);
    const user = { email: 'second@example.org', name: 'Second', role: 'operator' };
    const shown = ['password link'];
    const invited = await ask<{ passwordLink: { url: string } }>(201, 'POST', '/accounts/users', user, shown);
    secret('password link', invited.passwordLink.url.split('#')[1]);
    return made.secret;
  }

  async function tellPrivateKeyByMistake(identity: string, recipient: string): Promise<void> {
    await ask(400, 'POST', '/recovery-keys', { name: 'Safe', recipient: identity });
    await ask(400, 'POST', '/recovery-keys', { name: identity, recipient });
  }

  async function useRecoveryKey(identity: string, recipient: string): Promise<void> {
    const key = await ask<{ id: string; proof: { fileName: string; file: string; command: string } }>(
      201,
      'POST',
      '/recovery-keys',
      { name: 'Safe', recipient },
    );
    writeFileSync(join(folder, 'key.txt'), `${identity}\n`, { mode: 0o600 });
    writeFileSync(join(folder, key.proof.fileName), key.proof.file);
    const [command, ...args] = key.proof.command.split(' ');
    const answer = execFileSync(command!, args, { cwd: folder }).toString();
    await ask(200, 'POST', `/recovery-keys/${key.id}/prove`, { answer, lostKeyUnderstood: true });
  }

  async function addProject(): Promise<string> {
    await ask(200, 'POST', '/projects/doctor', { connection: { url: urlWith(given.database) } });
    await ask(400, 'POST', '/projects', { connection: { url: `mysql://u:${encodeURIComponent(given.wrong)}@h/d` } });
    await ask(422, 'POST', '/projects', { name: 'Wrong', connection: { url: urlWith(given.wrong) } });
    const connection = { url: urlWith(given.database) };
    const { id } = await ask<{ id: string }>(201, 'POST', '/projects', { name: 'Shop', connection });
    await ask(422, 'PATCH', `/projects/${id}`, { version: 1, connection: { password: given.wrong } });
    await ask(200, 'POST', `/projects/${id}/doctor`);
    return id;
  }

  async function addVault(): Promise<string> {
    const config = { path: join(folder, 'backups/vault'), secretKey: given.storage };
    const wanted = { name: 'Vault', type: 'talkative', config };
    await ask(400, 'POST', '/storage/destinations', { ...wanted, config: { ...config, other: given.storage } });
    const { id } = await ask<{ id: string }>(201, 'POST', '/storage/destinations', wanted);
    await ask(200, 'POST', `/storage/destinations/${id}/test`);
    return id;
  }

  async function addDisk(): Promise<string> {
    const config = { path: join(folder, 'backups') };
    return (
      await ask<{ id: string }>(201, 'POST', '/storage/destinations', { name: 'Disk', type: 'local_mapped', config })
    ).id;
  }

  const ended = (id: string): Promise<object> =>
    until<object | null>(async () => {
      const { json } = await asked.ask('GET', `/backups/${id}`);
      return ['queued', 'running', 'committing'].includes(json?.['status'] as string) ? null : json;
    });

  async function backUp(projectId: string, destinations: string[]): Promise<void> {
    const { id } = await ask<{ id: string }>(202, 'POST', '/backups', { projectId, destinations });
    expect(await ended(id)).toMatchObject({ status: 'succeeded', encrypted: true, shownStatus: 'complete' });
    for (const part of ['log', 'contents', 'coverage']) await ask(200, 'GET', `/backups/${id}/${part}`);
    const link = await ask<{ id: string; url: string }>(201, 'POST', `/backups/${id}/download-link`, {}, [
      'download token',
    ]);
    const token = secret('download token', link.url.split('/').at(-1));
    const { body, statusCode } = await request(`${service.url}/downloads/${token}`);
    expect(statusCode).toBe(200);
    archives = [Buffer.from(await body.arrayBuffer())];
    await ask(204, 'DELETE', `/download-links/${link.id}`);
    await ask(410, 'GET', `/downloads/${token}`);
    for (const name of readdirSync(join(folder, 'backups'), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.tar')) archives.push(readFileSync(join(join(folder, 'backups'), name)));
  }

  async function failToBackUp(projectId: string, destinations: string[]): Promise<void> {
    const fails = async (to: string[]): Promise<void> => {
      const { id } = await ask<{ id: string }>(202, 'POST', '/backups', { projectId, destinations: to });
      expect(await ended(id)).toMatchObject({ status: 'failed' });
      await ask(200, 'GET', `/backups/${id}/log`);
    };
    writeFileSync(join(folder, 'careless'), '');
    await fails(destinations);
    rmSync(join(folder, 'careless'));
    // The store repeats its secret: as an error that is foreseen, and as one that is not.
    for (const how of ['foreseen', 'unforeseen']) {
      writeFileSync(join(folder, 'vaults'), how);
      await fails(destinations.slice(0, 1));
      await asked.ask('POST', `/storage/destinations/${destinations[0]}/test`);
    }
    rmSync(join(folder, 'vaults'));
  }

  async function downloadDirectly(projectId: string): Promise<void> {
    const shows = ['direct download token'];
    const direct = await ask<{ url: string; backupId: string }>(201, 'POST', '/backups/stream', { projectId }, shows);
    const token = secret('direct download token', direct.url.split('/').at(-1));
    const { body } = await request(`${service.url}/downloads/${token}`);
    archives.push(Buffer.from(await body.arrayBuffer()));
    expect(await ended(direct.backupId)).toMatchObject({ status: 'succeeded' });
    await ask(410, 'GET', `/downloads/${token}`);
  }

  it('has used every kind of secret', () => {
    expect(canaries.names).toEqual(
      expect.arrayContaining([
        ...[
          'database password',
          'APP_KEY in hexadecimal',
          'storage secret',
          'login password',
          'API token',
          'TOTP secret',
        ],
        ...['age identity', 'download token', 'direct download token', 'session 2', 'recovery code', 'setup token'],
        ...['password link'],
      ]),
    );
    expect(asked.count).toBeGreaterThan(40);
    expect(log).toContain('/api/downloads/:token');
    expect(log).toContain('"level":"debug"');
    // What the store said was told, and hidden.
    expect(log).toContain('refused ••••');
  });

  it('no line of the log holds one', () => {
    expect(canaries.in(log)).toEqual([]);
  });

  it('no reply and no event gives one back, but for those that are shown once', () => {
    expect(asked.leaks(canaries)).toEqual([]);
  });

  it('no process has one among its arguments, and none of ours among its variables: pg_dump is told a file', () => {
    const dumps = processes.below.filter(
      ({ program, variables }) => program.endsWith('pg_dump') && variables.includes('PGHOST='),
    );
    expect(dumps.length).toBeGreaterThan(0);
    for (const { variables } of dumps) {
      expect(variables).toContain('PGPASSFILE=');
      expect(variables).not.toContain('PGPASSWORD');
    }
    expect([...processes.commandLines].filter((line) => canaries.in(line).length > 0)).toEqual([]);
    const told = processes.below.filter(({ variables }) => canaries.in(variables).length > 0);
    expect(told.map(({ program }) => program)).toEqual([]);
  });

  it('none is readable in the database, in what is stored beside it, or in what was deleted', () => {
    const files = readdirSync(join(folder, 'data'), { recursive: true, encoding: 'utf8', withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    const bytes = Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
    expect(bytes.includes('owner@example.org')).toBe(true);
    expect(canaries.in(bytes)).toEqual([]);
  });

  it('none is in an archive, wherever it was stored: not even what the database says', () => {
    expect(archives.length).toBeGreaterThanOrEqual(4);
    for (const archive of archives) {
      expect(archive.includes('stowbase')).toBe(true);
      expect(canaries.in(archive)).toEqual([]);
    }
  });

  it('the temporary folder has had the pass file of pg_dump, for its owner alone, and no other', () => {
    expect(leaks.length).toBeGreaterThan(0);
    for (const { file, secrets, isPrivate } of leaks) {
      expect(file).toMatch(/^stowbase-run-[\w-]+\/pgpass$/);
      expect(secrets).toEqual(['database password']);
      expect(isPrivate).toBe(true);
    }
    expect(readdirSync(join(folder, 'temp'))).toEqual([]);
  });
});
