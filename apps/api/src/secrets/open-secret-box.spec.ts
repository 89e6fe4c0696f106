import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../database/database';
import { openDatabase } from '../database/open-database';
import { Setting } from '../database/setting.entity';
import { StartError } from '../errors/start-error';
import { Destination } from '../storage/destination.entity';
import { AppKey } from './app-key';
import { EnvelopeSecretBox } from './envelope-secret-box';
import { openSecretBox } from './open-secret-box';
import { rotateKey } from './rotate-key';
import { sealedColumns } from './sealed-columns';

describe('the key of an installation', () => {
  let folder: string;
  let database: Database;
  let told: string[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-key-'));
    database = await openDatabase({ engine: 'sqlite', folder });
    told = [];
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const keyPath = (): string => join(folder, 'app.key');
  const open = (appKey: Buffer | null = null, appKeyPrevious: Buffer | null = null): Promise<EnvelopeSecretBox> =>
    openSecretBox({ dataFolder: folder, appKey, appKeyPrevious }, database, (text) => told.push(text));
  const refusal = async (opening: Promise<unknown>): Promise<StartError> => {
    const error: unknown = await opening.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StartError);
    return error as StartError;
  };

  async function store(box: EnvelopeSecretBox, secret: string): Promise<string> {
    const id = randomUUID();
    const place = { table: 'storage_destinations', column: 'config', rowId: id };
    await database.write((manager) => manager.insert(Destination, row(id, box.seal(secret, place))));
    return id;
  }

  async function stored(box: EnvelopeSecretBox, id: string): Promise<string> {
    const { config } = await database.read.findOneByOrFail(Destination, { id });
    return box.open(config!, { table: 'storage_destinations', column: 'config', rowId: id });
  }

  it('is made at the first start, readable by its owner only, and named loudly', async () => {
    await open();
    expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(keyPath(), 'utf8'), 'base64')).toHaveLength(32);
    expect(told).toEqual([expect.stringMatching(/^A key was made: .*app\.key\. .*Keep a copy of it apart/)]);
  });

  it('is the same at the next start, and nothing is said', async () => {
    const id = await store(await open(), 'secret');
    told = [];
    expect(await stored(await open(), id)).toBe('secret');
    expect(told).toEqual([]);
  });

  it('may come from the environment; then no file is made', async () => {
    await open(randomBytes(32));
    expect(existsSync(keyPath())).toBe(false);
    expect(told).toEqual([]);
  });

  it('is taken back from the eyes of others', async () => {
    await open();
    chmodSync(keyPath(), 0o644);
    await open();
    expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
  });

  it('F59 is never made anew where something is sealed: the start is refused', async () => {
    await store(await open(), 'secret');
    rmSync(keyPath());
    const error = await refusal(open());
    expect(error.code).toBe('APP_KEY_MISSING');
    expect(error.message).toContain(`there is no APP_KEY, and no ${keyPath()}`);
    expect(existsSync(keyPath())).toBe(false);
  });

  it('F59 nor where only its check value is left, or only secrets are', async () => {
    await open();
    rmSync(keyPath());
    expect((await refusal(open())).code).toBe('APP_KEY_MISSING');
    await store(new EnvelopeSecretBox(new AppKey(randomBytes(32))), 'secret');
    await database.write((manager) => manager.delete(Setting, { id: 'app_key' }));
    expect((await refusal(open())).code).toBe('APP_KEY_MISSING');
    expect(existsSync(keyPath())).toBe(false);
  });

  it('F59 a wrong one is refused before anything is written', async () => {
    const id = await store(await open(), 'secret');
    const before = await database.read.find(Setting);
    const error = await refusal(open(randomBytes(32)));
    expect(error.code).toBe('APP_KEY_WRONG');
    expect(error.message).toBe('APP_KEY is not the key that the stored passwords were sealed with.');
    expect(error.nextStep).toContain(`The one in ${keyPath()} is: unset APP_KEY`);
    expect(await database.read.find(Setting)).toEqual(before);
    expect(await stored(await open(), id)).toBe('secret');
  });

  it('a key file with something else in it is refused and left alone', async () => {
    await open();
    writeFileSync(keyPath(), 'something else');
    expect((await refusal(open())).code).toBe('APP_KEY_UNREADABLE');
    expect(readFileSync(keyPath(), 'utf8')).toBe('something else');
  });

  it('is changed by naming the old one: everything is sealed again (P-SERVICE-2)', async () => {
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const box = await open(old);
    const ids: string[] = [];
    for (let n = 0; n < 205; n++) ids.push(await store(box, `secret ${n}`));
    const rotated = await open(next, old);
    expect(told).toEqual([expect.stringContaining('205 stored secrets were sealed with the new one')]);
    for (const [n, id] of ids.entries()) expect(await stored(rotated, id)).toBe(`secret ${n}`);
    expect(await stored(await open(next), ids[0]!)).toBe('secret 0');
    expect((await refusal(open(old))).code).toBe('APP_KEY_WRONG');
  });

  it('a change that was broken off goes on at the next start (P-SERVICE-2)', async () => {
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const box = await open(old);
    const ids: string[] = [];
    for (let n = 0; n < 150; n++) ids.push(await store(box, `secret ${n}`));
    ids.sort();
    // As far as a process comes that dies after the first transaction.
    const half = new EnvelopeSecretBox(new AppKey(next), new AppKey(old));
    const [damaged] = ids.slice(120);
    const { config } = await database.read.findOneByOrFail(Destination, { id: damaged! });
    await database.write((manager) => manager.update(Destination, { id: damaged! }, { config: Buffer.alloc(200) }));
    await expect(rotateKey(database, half)).rejects.toThrow('is no sealed secret');
    await database.write((manager) => manager.update(Destination, { id: damaged! }, { config }));

    expect((await refusal(open(next))).code).toBe('APP_KEY_WRONG');
    const rotated = await open(next, old);
    expect(told.at(-1)).toContain('50 stored secrets were sealed with the new one');
    for (const id of ids) expect(await stored(rotated, id)).toMatch(/^secret \d+$/);
    await open(next);
  });

  it('finds every column that holds something sealed', () => {
    expect(sealedColumns(database.read).map(({ table, column }) => `${table}.${column}`)).toEqual(
      expect.arrayContaining(['storage_destinations.config', 'projects.password', 'users.totp_secret']),
    );
  });
});

const row = (id: string, config: Buffer): Destination => ({
  id,
  createdAt: new Date(),
  updatedAt: new Date(),
  version: 1,
  name: id,
  nameKey: id,
  type: 'local_mapped',
  config,
  enabled: true,
  lastValidated: null,
  validationStatus: 'pending',
  validationError: null,
  capabilities: null,
  totalBackups: 0,
  totalSize: 0,
  freeBytes: null,
  bandwidthLimit: null,
  keepsEverything: false,
  problem: null,
  origin: 'ui',
  closing: false,
});
