import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { checkConfig } from '../../driver';
import { plainConnect } from '../../http/testing/local-server';
import { putBuffer } from '../../put-buffer';
import type { StorageError } from '../../storage-error';
import { bodyOf, rejection } from '../../testing/conformance/content';
import { driveErrors, GoogleDouble } from '../../testing/google';
import type { Role } from '../../testing/google/drive/drive-world';
import { googleDrive } from './google-drive';
import { ada, googlePlace, leftovers, type GooglePlace } from './testing/google-place';
import { expectStored, key } from './testing/uploads';

const context = { connect: plainConnect, localRoots: [], forbiddenRoots: [] };
const sharedDriveId = '0A12345678901234567';
const byService = { signInBy: 'service_account', sharedDriveId } as const;
const opened = async (config: Readonly<Record<string, string>>): Promise<unknown> =>
  rejection(Promise.resolve().then(() => googleDrive.open(checkConfig(googleDrive, config).config, context)));
const keyFile = new GoogleDouble().oauth.addServiceAccount().keyFile;
const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(keyFile) as object), ...change });

const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

describe('H20 P-DRIVE-8 the key of a service account', () => {
  it('with a Shared Drive is taken, before any request', async () => {
    const storage = await googleDrive.open({ ...byService, serviceAccountJson: keyFile }, context);
    await storage.close();
  });

  it('without a Shared Drive, for a folder of My Drive, is refused for that reason', async () => {
    const config = { signInBy: 'service_account', serviceAccountJson: keyFile, folderId: '1folder-of-my-drive' };
    expect(await opened(config)).toMatchObject({
      kind: 'invalid-config',
      field: 'sharedDriveId',
      message: expect.stringContaining('My Drive') as string,
    });
  });

  it.each([
    ['cut off', keyFile.slice(0, 900), 'must be the text of a JSON file'],
    ['of 5 MB', JSON.stringify({ a: 'x'.repeat(5_000_000) }), 'is longer than 65536 characters'],
    ['that is a list', '[1]', 'must be the text of a JSON file'],
    ['of another type', changed({ type: 'authorized_user' }), 'its type is another one'],
    ['that is an OAuth client', '{"installed":{"client_secret":"canary-s"}}', 'is the file of an OAuth client'],
    ['without a private key', changed({ private_key: undefined }), 'holds no private key'],
    ['with a broken private key', changed({ private_key: 'canary-key' }), 'can not be read'],
    ['with a key of another kind', changed({ private_key: ed25519 }), 'can not be read'],
    ['without an account', changed({ client_email: 'nobody' }), 'names no account'],
  ])('%s is refused, and nothing of it is told', async (_title, serviceAccountJson, reason) => {
    const refused = (await opened({ ...byService, serviceAccountJson })) as StorageError;
    expect(refused).toMatchObject({ kind: 'invalid-config', field: 'serviceAccountJson' });
    expect(refused.message).toContain(reason);
    expect(inspect(refused, { depth: 12, showHidden: true })).not.toMatch(/canary|PRIVATE KEY/);
  });
});

describe('H16 a prefix in Google Drive', () => {
  it('keeps two that share one account apart; one that leads elsewhere is refused', async () => {
    const place = await googlePlace();
    const [a, b] = [place.open({ prefix: 'team-a' }), place.open({ prefix: 'team-b/' })];
    for (const [storage, bytes] of [
      [a, 1],
      [b, 2],
    ] as const) {
      expect(await putBuffer(storage, key, bodyOf(bytes))).toMatchObject({ key, size: bytes });
    }
    const listed: string[] = [];
    for await (const object of place.storage.list('')) listed.push(object.key);
    expect(listed.sort()).toEqual([`team-a/${key}`, `team-b/${key}`]);
    expect((await a.stat(key)).size).toBe(1);
    expect(() => place.open({ prefix: '../x' })).toThrow(expect.objectContaining({ field: 'prefix' }) as Error);
    await place.dispose();
  });
});

describe('P-DRIVE-8 a service account in a Shared Drive', () => {
  let place: GooglePlace;
  const begin = async (role: Role): Promise<GooglePlace> => {
    place = await googlePlace({
      change(google) {
        const { email, keyFile: serviceAccountJson } = google.oauth.addServiceAccount();
        const { id } = google.drive.addSharedDrive({ [email]: role });
        return { signInBy: 'service_account', serviceAccountJson, sharedDriveId: id };
      },
    });
    return place;
  };
  afterEach(() => place.dispose());

  it('stores, lists and deletes there, and knows nothing of free space', async () => {
    const { storage, google } = await begin('organizer');
    await expectStored(place, bodyOf(600_000));
    const [drive] = google.drive.sharedDrives.keys();
    expect([...google.drive.files.values()].filter(({ driveId }) => driveId !== drive && driveId !== null)).toEqual([]);
    const listed: string[] = [];
    for await (const object of storage.list('')) listed.push(object.key);
    expect(listed).toEqual([key]);
    expect(await storage.usage?.()).toEqual({ used: null, free: null });
    await storage.delete(key);
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
  });

  it('who may not delete for ever is told which role is missing; what was never published goes into the bin', async () => {
    const { storage, google } = await begin('fileOrganizer');
    await expectStored(place, bodyOf(1_000));
    const refused = (await rejection(storage.delete(key))) as StorageError;
    expect(refused).toMatchObject({ kind: 'forbidden' });
    expect(refused.nextStep).toContain('Manager');
    google.faults.plan('chunk', { kind: 'shorten', bytes: 1 });
    expect(await rejection(putBuffer(storage, 'project/other.tar', bodyOf(10)))).toMatchObject({
      kind: 'size-mismatch',
    });
    expect([...google.drive.files.values()].filter(({ trashed }) => trashed)).toHaveLength(1);
  });

  it('whose key was deleted, or that knows nobody, is told so, and the key is in no error', async () => {
    const { google, storage } = await begin('organizer');
    google.oauth.serviceAccounts.clear();
    const refused = (await rejection(storage.stat(key))) as StorageError;
    expect(refused).toMatchObject({ kind: 'auth', field: 'serviceAccountJson' });
    expect(inspect(refused, { depth: 12, showHidden: true })).not.toMatch(/PRIVATE KEY|eyJ/);
  });

  it('signed by another key than the one on file is refused', async () => {
    const { google, storage, config } = await begin('organizer');
    const { client_email: email } = JSON.parse(config.serviceAccountJson ?? '') as { client_email: string };
    google.oauth.addServiceAccount(email);
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'auth' });
    expect(leftovers(google)).toEqual([]);
  });
});

describe('H21 P-DRIVE-9 the folder of all backups', () => {
  let place: GooglePlace;
  afterEach(() => place.dispose());
  const clientId = 'client.apps.googleusercontent.com';
  const begin = async (folder: (google: GoogleDouble) => string): Promise<GooglePlace> => {
    place = await googlePlace({ change: (google) => ({ folderId: folder(google) }) });
    return place;
  };
  /** A folder that our own app made, so that it may see it. */
  const ours = (google: GoogleDouble, owner = ada, parent?: string): ReturnType<GoogleDouble['drive']['addFolder']> =>
    google.drive.addFolder(owner, 'Backups', parent, [...google.oauth.clients.keys()][0] ?? clientId);
  const refusals = async (): Promise<StorageError[]> => {
    const { storage } = place;
    const listing = async (): Promise<void> => {
      for await (const object of storage.list('')) void object;
    };
    const all = [
      putBuffer(storage, key, bodyOf(1)),
      storage.stat(key),
      storage.get(key),
      storage.delete(key),
      listing(),
    ];
    return (await Promise.all(all.map((one) => rejection(one)))) as StorageError[];
  };

  it.each<[string, string, string, (google: GoogleDouble) => string]>([
    ['that is not there', 'invalid-config', 'is not there', () => '1not-there-at-all'],
    ['that somebody else made', 'invalid-config', 'can not see it', (google) => google.drive.addFolder(ada, 'X').id],
    [
      'that may only be read',
      'forbidden',
      'only be read',
      (google) => {
        const folder = ours(google, 'bob@example.com');
        folder.readers.add(ada);
        return folder.id;
      },
    ],
    [
      'that Google refuses by name',
      'forbidden',
      'no access',
      (google) => {
        google.faults.plan('get', { kind: 'error', error: driveErrors.noAccess('1x') }, { times: Infinity });
        return ours(google).id;
      },
    ],
    [
      'in the bin',
      'invalid-config',
      'lies in the bin',
      (google) => {
        const folder = ours(google);
        folder.trashed = true;
        return folder.id;
      },
    ],
    [
      'in a Shared Drive that was not named',
      'invalid-config',
      'lies in a Shared Drive',
      (google) => ours(google, ada, google.drive.addSharedDrive({ [ada]: 'organizer' }).id).id,
    ],
  ])('%s is told so by everything that is asked', async (_title, kind, words, folder) => {
    await begin(folder);
    for (const refused of await refusals()) {
      expect(refused).toMatchObject({ kind, field: 'folderId' });
      expect(refused.message).toContain(words);
    }
  });

  it('that is a file is none', async () => {
    const { google, storage } = await begin((google) => ours(google).id);
    await putBuffer(storage, key, bodyOf(10));
    const file = [...google.drive.files.values()].find(({ name }) => name === 'backup.tar');
    const other = place.open({ folderId: file?.id ?? '' });
    expect(await rejection(other.stat(key))).toMatchObject({ message: expect.stringContaining('is a file') as string });
  });

  it('of My Drive is nothing for a service account, also beside a Shared Drive', async () => {
    place = await googlePlace({
      change(google) {
        const { email, keyFile: serviceAccountJson } = google.oauth.addServiceAccount();
        const folder = google.drive.addFolder(ada, 'Backups');
        folder.readers.add(email);
        const { id } = google.drive.addSharedDrive({ [email]: 'organizer' });
        return { signInBy: 'service_account', serviceAccountJson, sharedDriveId: id, folderId: folder.id };
      },
    });
    for (const refused of await refusals()) expect(refused.message).toContain('no space of its own');
  });

  it('is made when none was given, once, and found again', async () => {
    place = await googlePlace();
    const { google, storage } = place;
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
    await storage.delete(key);
    expect(google.calls).not.toContain('create');
    await Promise.all(['a', 'b', 'c'].map((name) => putBuffer(place.open(), `${name}.tar`, bodyOf(1))));
    const again = place.open();
    for (const name of ['a', 'b', 'c']) expect((await again.stat(`${name}.tar`)).size).toBe(1);
  });

  it('that we made and somebody threw away is told, and no second one hides its backups', async () => {
    place = await googlePlace();
    const { google, storage } = place;
    await putBuffer(storage, key, bodyOf(1));
    const home = [...google.drive.files.values()].find(({ name }) => name === 'Stowbase');
    home!.trashed = true;
    for (const refused of await refusals()) expect(refused.message).toMatch(/"Stowbase" lies in the bin/);
    const other = place.open();
    expect(await rejection(other.stat(key))).toMatchObject({ message: expect.stringContaining('bin') as string });
    home!.trashed = false;
    expect((await storage.stat(key)).size).toBe(1);
  });
});
