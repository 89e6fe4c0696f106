import { googleDrive } from './drivers/google-drive/google-drive';
import { localMapped } from './drivers/local-mapped/local-mapped';
import { nextcloud } from './drivers/nextcloud/nextcloud';
import { s3 } from './drivers/s3/s3';
import { checkConfig, type AnyDriver } from './driver';
import type { JsonScalar } from './config/field';

type Given = Record<string, JsonScalar>;

const key = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
const user = { username: 'olga', password: 'secret' };
const place = (driver: AnyDriver, given: Given): string | null =>
  driver.place(checkConfig(driver, given).config, { localRoots: ['/backups'] });

describe('P-STORE-21: the place of a destination', () => {
  it.each<[string, AnyDriver, Given, Given]>([
    [
      'AWS by its endpoint',
      s3,
      { ...key, bucket: 'acme' },
      { ...key, bucket: 'acme', endpoint: 'https://S3.us-east-1.amazonaws.com' },
    ],
    [
      'another key',
      s3,
      { ...key, bucket: 'acme', prefix: 'a' },
      { bucket: 'acme', accessKeyId: 'AKIB', secretAccessKey: 'x', prefix: 'a/' },
    ],
    [
      'a slash more',
      nextcloud,
      { ...user, url: 'https://cloud.example.org/' },
      { ...user, url: 'https://cloud.example.org', path: 'Stowbase/' },
    ],
    [
      'an address as Nextcloud shows it',
      nextcloud,
      { ...user, url: 'https://cloud.example.org/nc' },
      { ...user, url: 'https://cloud.example.org/nc/remote.php/dav/files/olga/' },
    ],
    ['a relative folder', localMapped, { path: 'team' }, { path: '/backups/team/' }],
    ['no folder', localMapped, {}, { path: '/backups' }],
  ])('is the same: %s', (_, driver, one, other) => {
    expect(place(driver, one)).not.toBeNull();
    expect(place(driver, other)).toBe(place(driver, one));
  });

  it.each<[string, AnyDriver, Given, Given]>([
    ['bucket', s3, { ...key, bucket: 'acme' }, { ...key, bucket: 'acme2' }],
    ['prefix', s3, { ...key, bucket: 'acme', prefix: 'a' }, { ...key, bucket: 'acme', prefix: 'ab' }],
    ['region of AWS', s3, { ...key, bucket: 'acme' }, { ...key, bucket: 'acme', region: 'eu-central-1' }],
    [
      'user',
      nextcloud,
      { ...user, url: 'https://c.example.org' },
      { ...user, username: 'otto', url: 'https://c.example.org' },
    ],
    ['folder', localMapped, { path: 'a' }, { path: 'a/b' }],
  ])('is another one: %s', (_, driver, one, other) => {
    expect(place(driver, other)).not.toBe(place(driver, one));
  });

  it('in Google Drive is told by a folder alone', () => {
    const client = { clientId: '1.apps.googleusercontent.com', clientSecret: 'secret', refreshToken: 'token' };
    expect(place(googleDrive, client)).toBeNull();
    const [one, two] = ['1AbCdEfGhIjKlMnOpQrStUvWxYz01234', '1AbCdEfGhIjKlMnOpQrStUvWxYz01235'];
    expect(place(googleDrive, { ...client, folderId: one })).toBe(place(googleDrive, { ...client, folderId: one }));
    expect(place(googleDrive, { ...client, folderId: one })).not.toBe(place(googleDrive, { ...client, folderId: two }));
  });
});
