import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { openDatabase } from '../../database/open-database';
import type { Database } from '../../database/database';
import { createKeyFile } from '../../secrets/key-file';
import { openSecretBox } from '../../secrets/open-secret-box';
import { AuditEvent } from '../audit-event.entity';
import { noPassword } from '../passwords/passwords.service';
import { User } from '../user.entity';
import { newUser } from '../users/new-user';
import { changeKey, type ChangedKey } from './change-key';

describe('stowbase admin rotate-key', () => {
  let dataFolder: string;
  let database: Database;
  let userId: string;
  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'stowbase-key-'));
    database = await openDatabase({ engine: 'sqlite', folder: dataFolder });
  });
  afterEach(async () => {
    await database.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const open = (keys: { appKey?: Buffer; appKeyPrevious?: Buffer } = {}) =>
    openSecretBox({ appKey: null, appKeyPrevious: null, dataFolder, ...keys }, database, () => undefined);
  const change = (keys: { appKey?: Buffer; appKeyPrevious?: Buffer } = {}): Promise<ChangedKey> =>
    changeKey({ appKey: null, appKeyPrevious: null, dataFolder, ...keys }, database, () => undefined);
  const sealOne = async (keys: { appKey?: Buffer } = {}) => {
    const box = await open(keys);
    const user = newUser({ email: 'a@example.org', name: 'A', role: 'owner', passwordHash: noPassword }, new Date());
    userId = user.id;
    user.totpSecret = box.seal('KRUGKIDROVUWG2Y', place());
    await database.write((manager) => manager.insert(User, user));
  };
  const place = () => ({ table: 'users', column: 'totp_secret', rowId: userId });
  const opened = async (keys = {}) => {
    const user = await database.read.findOneByOrFail(User, { id: userId });
    return (await open(keys)).open(user.totpSecret!, place());
  };
  const keyFiles = () => readdirSync(dataFolder).filter((name) => name.startsWith('app.key'));

  it('P-ACCOUNT-27 makes a new key, seals everything with it and keeps the old one', async () => {
    await sealOne();
    const before = (await database.read.findOneByOrFail(User, { id: userId })).totpSecret!;
    const changed = await change();
    expect(keyFiles().sort()).toEqual(['app.key', changed.oldKeyFile!.split('/').at(-1)].sort());
    expect(await opened()).toBe('KRUGKIDROVUWG2Y');
    expect((await database.read.findOneByOrFail(User, { id: userId })).totpSecret!.equals(before)).toBe(false);
    expect(await database.read.countBy(AuditEvent, { action: 'key.change', actorKind: 'console' })).toBe(1);
    await change();
    expect(keyFiles()).toHaveLength(3);
  });

  it('P-ACCOUNT-27 goes on where it was stopped; until then the service does not start', async () => {
    await sealOne();
    // Stopped between its two renames.
    createKeyFile(dataFolder, 'app.key.next');
    renameSync(join(dataFolder, 'app.key'), join(dataFolder, 'app.key.previous'));
    await expect(open()).rejects.toMatchObject({ code: 'APP_KEY_MISSING' });
    await change();
    expect(await opened()).toBe('KRUGKIDROVUWG2Y');
    // Stopped before anything was sealed again.
    createKeyFile(dataFolder, 'app.key.next');
    renameSync(join(dataFolder, 'app.key'), join(dataFolder, 'app.key.previous'));
    renameSync(join(dataFolder, 'app.key.next'), join(dataFolder, 'app.key'));
    await expect(open()).rejects.toMatchObject({ code: 'APP_KEY_WRONG' });
    await change();
    expect(await opened()).toBe('KRUGKIDROVUWG2Y');
    expect(keyFiles().filter((name) => /next|previous/.test(name))).toEqual([]);
  });

  it('touches nothing when the key is not the right one', async () => {
    await sealOne();
    rmSync(join(dataFolder, 'app.key'));
    createKeyFile(dataFolder);
    await expect(change()).rejects.toMatchObject({ code: 'APP_KEY_WRONG' });
    expect(keyFiles()).toEqual(['app.key']);
  });

  it('takes the new key from APP_KEY where the old one came from there', async () => {
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    await sealOne({ appKey: old });
    await expect(change({ appKey: old })).rejects.toMatchObject({ code: 'NEW_KEY_MISSING' });
    expect(await change({ appKey: fresh, appKeyPrevious: old })).toEqual({ keyFile: null, oldKeyFile: null });
    expect(await opened({ appKey: fresh })).toBe('KRUGKIDROVUWG2Y');
    expect(keyFiles()).toEqual([]);
  });
});
