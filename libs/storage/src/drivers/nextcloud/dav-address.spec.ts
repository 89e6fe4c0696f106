import fc from 'fast-check';
import { checkConfig } from '../../driver';
import { keyProblem } from '../../keys';
import { ConfigProblems } from '../../config/config-problems';
import { readDavAddress } from './dav-address';
import { below, nameBelow } from './dav-path';
import { nextcloud } from './nextcloud';

const secrets = { username: 'u', password: 'p' };

describe('H19 the address of a Nextcloud is understood in all forms that people copy', () => {
  it.each([
    ['https://cloud.example', ''],
    ['https://cloud.example/', ''],
    ['https://cloud.example/index.php/login', ''],
    ['https://cloud.example/apps/files/files', ''],
    ['https://cloud.example/login', ''],
    ['https://cloud.example/settings/user/security', ''],
    ['https://cloud.example/nextcloud', 'nextcloud/'],
    ['https://cloud.example/nextcloud///', 'nextcloud/'],
    ['https://cloud.example/nextcloud/index.php/apps/dashboard', 'nextcloud/'],
    ['https://cloud.example/a/b/remote.php/dav', 'a/b/'],
  ])('%s', (url, path) => {
    expect(readDavAddress(url).bases[0]?.href).toBe(`https://cloud.example/${path}`);
  });

  it('of a WebDAV address also the user and the folder', () => {
    expect(readDavAddress('https://c.example/remote.php/dav/files/a%40b.example/Back%20ups/x/')).toMatchObject({
      certain: true,
      userId: 'a@b.example',
      folder: ['Back ups', 'x'],
    });
    expect(readDavAddress('https://c.example/nc/remote.php/webdav/x')).toMatchObject({ userId: null, folder: ['x'] });
    expect(readDavAddress('https://c.example/remote.php/dav/files/100%')).toMatchObject({ userId: '100%' });
  });

  it('of a plain server the address stays as it is', () => {
    expect(readDavAddress('https://nas.example:5006/home').given.href).toBe('https://nas.example:5006/home/');
  });
});

describe('H12 what is no address of a WebDAV server is refused at its field', () => {
  it.each([
    'ftp://cloud.example',
    'file:///etc/passwd',
    'cloud.example',
    'https://user:word@cloud.example',
    'https://cloud.example/?x=1',
    'https://cloud.example/#x',
  ])('%s', (url) => {
    expect(() => checkConfig(nextcloud, { ...secrets, url })).toThrow(ConfigProblems);
  });

  it('a folder is a path of names', () => {
    const context = { connect: () => Promise.reject(new Error('no')), localRoots: [], forbiddenRoots: [] };
    const open = (path: string): Promise<unknown> =>
      nextcloud.open({ ...secrets, url: 'https://cloud.example', path }, context);
    return Promise.all(
      ['../up', 'a//b', 'a\\b', 'x'.repeat(201)].map((path) =>
        expect(open(path)).rejects.toMatchObject({ kind: 'invalid-config', field: 'path' }),
      ),
    );
  });
});

describe('paths of WebDAV', () => {
  const collection = new URL('https://cloud.example/re%20mote.php/d%C3%A4v/');

  it('any name comes back from what it was made to, whether it is a path or an absolute URL', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((name) => keyProblem(name) === null && !name.includes('/'));
    fc.assert(
      fc.property(names, fc.boolean(), fc.boolean(), (name, absolute, isFolder) => {
        const url = below(collection, [name], isFolder ? 'collection' : 'file');
        expect(nameBelow(collection, absolute ? url.href : url.pathname)).toBe(name);
      }),
    );
  });

  it.each([
    ['/re%20mote.php/d%c3%a4v', ''],
    ['https://CLOUD.example/re%20mote.php/d%C3%A4v/', ''],
    ['/re%20mote.php/däv/x', 'x'],
    ['/re%20mote.php/d%C3%A4v/x/y', null],
    ['/elsewhere/x', null],
    ['/re%20mote.php/d%C3%A4v/%FF', null],
    ['http://[', null],
  ])('%s', (href, name) => {
    expect(nameBelow(collection, href)).toBe(name);
  });
});
