import { inspect } from 'node:util';
import type { OutgoingTarget } from '../../driver';
import { putBuffer } from '../../put-buffer';
import { NextcloudDouble, scriptedHttp, startApache, type NextcloudOptions } from '../../testing';
import { never, rejection } from '../../testing/conformance/content';
import { openDavStorage } from './open-dav-storage';
import { testStorage } from './testing/test-storage';

const key = 'project/backup.tar';
const open: { close(): Promise<unknown> }[] = [];
const started = async (options: NextcloudOptions = {}): Promise<NextcloudDouble> => {
  const double = await NextcloudDouble.start(options);
  open.push(double);
  return double;
};
const opened: typeof testStorage = (given, limits) => {
  const one = testStorage(given, limits);
  open.unshift(one);
  return one;
};

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe('P-DAV-5 signing in to Nextcloud', () => {
  it.each([
    '',
    '/',
    '/index.php/apps/files',
    '/login',
    '/remote.php/dav',
    '/remote.php/webdav',
    '/remote.php/dav/files/alice/',
  ])('H19 the address may end in "%s", also where it is installed in a folder', async (end) => {
    for (const path of ['', '/nextcloud', '/apps/nextcloud']) {
      const double = await started({ path });
      const { storage } = opened({
        url: double.url + end,
        username: 'alice',
        password: double.account.newAppPassword(),
      });
      await putBuffer(storage, key, Buffer.from('x'));
      expect(double.account.tree.files()).toEqual([`Backups/Stowbase/${key}`]);
    }
  });

  it('H19 a folder behind the user in a WebDAV address is part of the place', async () => {
    const double = await started();
    const url = `${double.url}/remote.php/dav/files/alice/Team%20A`;
    const { storage } = opened({ url, username: 'alice', password: double.account.newAppPassword(), path: '' });
    await putBuffer(storage, key, Buffer.from('x'));
    expect(double.account.tree.files()).toEqual([`Team A/${key}`]);
  });

  it('the name of the sign-in need not be the user id of the paths', async () => {
    const double = await started({ accounts: [{ id: 'c0ffee-42', loginName: 'alice@example.org' }] });
    const { storage } = opened({
      url: double.url,
      username: 'alice@example.org',
      password: double.account.newAppPassword(),
    });
    await putBuffer(storage, key, Buffer.from('x'));
    expect((await storage.stat(key)).size).toBe(1);
  });

  it('H19 with two-factor sign-in the password of the account is refused: an app password is the answer', async () => {
    const double = await started({ accounts: [{ twoFactor: true }] });
    const { password } = double.account;
    const { storage } = opened({ url: double.url, username: 'alice', password });
    const refused = await rejection(storage.stat(key));
    expect(refused).toMatchObject({ kind: 'auth', nextStep: expect.stringMatching(/^Use an app password/) as string });
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain(password);
  });

  it('a wrong password costs one request, before the first byte', async () => {
    const double = await started();
    const { storage } = opened({ url: double.url, username: 'alice', password: 'wrong' });
    expect(await rejection(storage.create(key, { signal: never() }))).toMatchObject({ kind: 'auth' });
    expect([double.calls, double.throttle.failures]).toEqual([['capabilities'], 1]);
  });

  it('after too many wrong ones the server asks to wait: said, and nothing is tried in the meantime', async () => {
    const double = await started();
    for (let which = 0; which <= 10; which += 1) double.throttle.failed();
    const { storage } = opened({ url: double.url, username: 'alice', password: double.account.newAppPassword() });
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'rate-limited', retriable: true });
    expect(double.calls).toEqual(['capabilities']);
    double.throttle.reset();
    expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
  });

  it.each([500, 502, 503, 504])(
    'an error (%i) says nothing about what stands there: the next use asks again',
    async (status) => {
      const double = await started();
      double.faults.plan('capabilities', { kind: 'status', status });
      const { storage } = opened({ url: double.url, username: 'alice', password: double.account.newAppPassword() });
      expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'unreachable' });
      await putBuffer(storage, key, Buffer.from('x'));
      expect((await storage.stat(key)).size).toBe(1);
    },
  );

  it('who asks for Nextcloud and finds something else is told; who lets it be found out gets plain WebDAV', async () => {
    const server = await startApache();
    open.push({ close: () => server.stop() });
    const { url, username, password } = server;
    const asked = opened({ url, username, password, kind: 'nextcloud' });
    expect(await rejection(asked.storage.stat(key))).toMatchObject({ kind: 'invalid-config', field: 'url' });
    const found = opened({ url, username, password });
    await putBuffer(found.storage, key, Buffer.from('x'));
    expect((await found.storage.stat(key)).size).toBe(1);
    const wrong = opened({ url, username, password: 'wrong', kind: 'webdav' });
    expect(await rejection(wrong.storage.stat(key))).toMatchObject({
      kind: 'auth',
      nextStep: 'Check user name and password.',
    });
  });
});

describe('where the driver connects to', () => {
  it('H13 a redirect, at any request, goes nowhere', async () => {
    const server = await scriptedHttp({
      status: 302,
      headers: { location: 'http://169.254.169.254/latest/meta-data/' },
    });
    open.push({ close: () => server.stop() });
    for (const kind of ['auto', 'webdav'] as const) {
      const { storage, sockets } = opened({ url: server.url, username: 'alice', password: 'x', kind });
      expect(await rejection(storage.create(key, { signal: never() }))).toMatchObject({
        kind: 'invalid-config',
        message: expect.stringContaining('169.254.169.254') as string,
      });
      expect(new Set(sockets.targets)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    }
  });

  it('H14 http:// asks for hosts of the own network only, unless the destination allows more', async () => {
    const asked: (boolean | undefined)[] = [];
    const refusal = Object.assign(new Error('The host is public.'), { code: 'INSECURE_URL', nextStep: 'Use https.' });
    const connect = ({ privateOnly }: OutgoingTarget): Promise<never> => {
      asked.push(privateOnly);
      return Promise.reject(refusal);
    };
    const config = { username: 'alice', password: 'x', path: '', kind: 'auto' } as const;
    for (const [url, allowInsecure] of [
      ['http://cloud.example', false],
      ['http://cloud.example', true],
      ['https://cloud.example', false],
    ] as const) {
      const storage = openDavStorage({ ...config, url, allowInsecure }, connect);
      expect(await rejection(storage.stat(key))).toMatchObject({ code: 'INSECURE_URL', nextStep: 'Use https.' });
      await storage.close();
    }
    expect(asked).toEqual([true, false, false]);
  });
});
