import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { stowbase, type CliRun } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';
import { startService, type RunningService } from '../testing/running-service';

const owner = { email: 'ann@example.org', name: 'Ann', password: 'nine red kites over the weir' };

describe('stowbase serve, and stowbase admin beside it', () => {
  let folder: string;
  let env: Record<string, string>;
  let service: RunningService | null = null;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowbase-serve-'));
    env = { DATA_DIR: join(folder, 'data'), LOCAL_STORAGE_ROOTS: join(folder, 'backups') };
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<RunningService> {
    service = await startService(env);
    return service;
  }
  async function stop(name: NodeJS.Signals = 'SIGTERM'): Promise<CliRun | null> {
    service?.signal(name);
    const run = await service?.run;
    service = null;
    return run ?? null;
  }
  const admin = (words: string[], stdin?: string): Promise<CliRun> =>
    stowbase(['admin', ...words], { env, ...(stdin === undefined ? {} : { stdin }) });
  const logIn = async (password: string): Promise<number> =>
    (await post('/accounts/login', { email: owner.email, password })).status;
  const resetPassword = ['reset-password', '--email', owner.email];

  function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
      const asked = request(`${service!.url}${path}`, { method: 'POST', headers }, (reply) => {
        json(reply).then((read) => resolve({ status: reply.statusCode!, body: read }), reject);
      });
      asked.on('error', reject).end(JSON.stringify(body));
    });
  }

  it('P-START-1 serves until a signal, and ends with its exit code', async () => {
    const { setupToken } = await start();
    expect((await post('/accounts/setup', { token: setupToken, ...owner })).status).toBe(201);
    expect(await logIn(owner.password)).toBe(200);
    expect(await stop('SIGINT')).toMatchObject({ code: 130, stderr: '' });
    expect((await start()).setupToken).toBeNull();
    expect(await stop()).toMatchObject({ code: 143, stderr: '' });
  });

  it('P-START-2 a second process on the same records is refused in plain lines, and the first goes on', async () => {
    await start();
    const second = await stowbase(['serve'], { env });
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^Stowbase can't start: Another Stowbase process uses .*\n.* \[ALREADY_RUNNING\]\n$/);
    const asked = await admin([...resetPassword, '--json']);
    expect(asked.code).toBe(1);
    expect(JSON.parse(asked.stdout)).toMatchObject({ status: 'failed', code: 'SERVICE_RUNNING' });
    expect(await logIn(owner.password)).toBe(200);
    await stop();
  });

  it('P-START-3 what is wrong with the settings is said all at once, a line each', async () => {
    const run = await stowbase(['serve'], { env: { ...env, PORT: 'http', MAX_RUN_HOURS: '99' } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^Stowbase can't start: 2 settings are wrong\.\n {2}PORT .*\n {2}MAX_RUN_HOURS .*\n/);
    expect(run.stderr).toMatch(/ \[CONFIG_INVALID\]\n$/);
  });

  it('P-ACCOUNT-28 reset-password shows a made password once, or reads one; no argument holds it', async () => {
    const made = await admin([...resetPassword, '--json']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const document = JSON.parse(made.stdout) as { password: string };
    expect(differences(await describedShape('admin reset-password --json'), shapeOf(document))).toEqual([]);
    await start();
    expect([await logIn(owner.password), await logIn(document.password)]).toEqual([401, 200]);
    await stop();

    const given = await admin([...resetPassword, '--password-stdin'], `${owner.password}\n`);
    expect(given).toMatchObject({ code: 0, stderr: '' });
    expect(given.stdout).toMatch(/^ann@example\.org has the new password\./);
    expect(given.stdout).not.toContain(owner.password);
    expect(await admin([...resetPassword, '--password-stdin'], '')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/\[NO_PASSWORD_GIVEN\]\n$/) as string,
    });
  });

  it('P-CLI-2 disable-totp and rotate-key, as docs/cli.md says', async () => {
    const off = await admin(['disable-totp', '--email', 'bob@example.org', '--json']);
    expect(off).toMatchObject({ code: 1 });
    expect(JSON.parse(off.stdout)).toMatchObject({ code: 'USER_UNKNOWN', nextStep: `There is ${owner.email}.` });
    const changed = await admin(['rotate-key', '--json']);
    expect(changed).toMatchObject({ code: 0, stderr: '' });
    expect(
      differences(await describedShape('admin rotate-key --json'), shapeOf(JSON.parse(changed.stdout) as object)),
    ).toEqual([]);
    await start();
    expect(await logIn(owner.password)).toBe(200);
    await stop();
  });

  it('admin without records says where it looked', async () => {
    const run = await stowbase(['admin', 'rotate-key'], { env: { ...env, DATA_DIR: join(folder, 'empty') } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^There are no records in .*empty\. .* \[NO_RECORDS\]\n$/);
  });
});
