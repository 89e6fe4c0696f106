import { createConnection, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { Guard, type GuardOptions } from './guard';
import { OutgoingError } from './outgoing-error';
import { closeListeners, failingWith, ledTo, listening, namesOf, patient, type Listener } from './testing/network';

const publicAddress = '93.184.215.14';
const publicSix = '2606:2800:21f:cb07:6820:80da:af6b:8b2c';

/** H11: hosts that lead to metadata, link-local or this machine, as people and attackers write them. */
const spellings = [
  '169.254.169.254',
  '[::ffff:169.254.169.254]',
  '::ffff:a9fe:a9fe',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '169.254.169.254.',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '2001:0:5db8:d70e::5601:5601',
  'fe80::1',
  'fd00:ec2::254',
  '100.100.100.200',
  '168.63.129.16',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '0.0.0.0',
  '0',
  '[::1]',
  '::',
  '255.255.255.255',
  '224.0.0.1',
  'ff02::1',
];

describe('the guard', () => {
  let here: Listener;
  beforeAll(async () => (here = await listening()));
  afterAll(closeListeners);

  const guarded = (options: Partial<GuardOptions> & { names?: Parameters<typeof namesOf>[0] } = {}) => {
    const { names = {}, ...more } = options;
    const resolver = namesOf(names);
    const sockets = ledTo(here.port);
    const guard = new Guard({ allowPrivateNetworks: false, lookup: resolver.lookup, open: sockets.open, ...more });
    const failure = async (host: string): Promise<OutgoingError> => {
      const error: unknown = await guard.connect({ host, port: here.port, signal: patient() }).then(
        () => new Error('it connected'),
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(OutgoingError);
      return error as OutgoingError;
    };
    return { guard, resolver, sockets, failure };
  };

  it.each(spellings)('H11 P-OUTGOING-2 refuses %s as it is written, and opens nothing', async (host) => {
    const { failure, resolver, sockets } = guarded();
    expect(await failure(host)).toMatchObject({
      code: 'ADDRESS_BLOCKED',
      message: expect.stringContaining('policy') as string,
    });
    expect([resolver.asked, sockets.opened]).toEqual([[], []]);
  });

  it.each(spellings.filter((host) => !/^(?:127|2130|0x7f|0177|\[::1)/.test(host)))(
    'H11 refuses %s with ALLOW_PRIVATE_NETWORKS too, and does not promise that a setting helps',
    async (host) => {
      const { failure, sockets } = guarded({ allowPrivateNetworks: true });
      expect(await failure(host)).toMatchObject({
        code: 'ADDRESS_BLOCKED',
        nextStep: expect.not.stringContaining('ALLOW_PRIVATE_NETWORKS') as string,
      });
      expect(sockets.opened).toEqual([]);
    },
  );

  it.each(['localhost', '127.0.0.1', '10.1.2.3', '192.168.0.1', '100.64.0.1', 'fd12::1', '::1'])(
    'H11 refuses %s, names the setting that allows it, and goes there when it is set',
    async (host) => {
      const names = { localhost: ['127.0.0.1'] };
      const { failure, sockets } = guarded({ names });
      expect(await failure(host)).toMatchObject({
        code: 'ADDRESS_BLOCKED',
        nextStep: expect.stringContaining('ALLOW_PRIVATE_NETWORKS') as string,
      });
      expect(sockets.opened).toEqual([]);
      const allowed = guarded({ names, allowPrivateNetworks: true });
      (await allowed.guard.connect({ host, port: here.port, signal: patient() })).destroy();
      expect(allowed.sockets.opened).toHaveLength(1);
    },
  );

  it.each([
    ['metadata', ['169.254.169.254']],
    ['a public address and a metadata one', [publicAddress, '169.254.169.254']],
    ['an IPv6 address beside a good IPv4 one', [publicAddress, 'fd00:ec2::254']],
    ['metadata in IPv6 clothes', ['::ffff:169.254.169.254']],
    ['this machine', ['127.0.0.1']],
  ])('H11 P-OUTGOING-2 refuses a name that resolves to %s, and opens nothing', async (_what, addresses) => {
    const { failure, sockets, resolver } = guarded({ names: { 'files.example.com': addresses } });
    const error = await failure('files.example.com');
    expect(error).toMatchObject({ code: 'ADDRESS_BLOCKED', kind: 'policy' });
    expect(error.message).toContain('"files.example.com"');
    for (const address of addresses) expect(inspect(error)).not.toContain(address);
    expect([resolver.asked.length, sockets.opened]).toEqual([1, []]);
  });

  it('H11 P-OUTGOING-2 a rebinding name is resolved once a connection, and only what was judged is handed on', async () => {
    const { guard, failure, resolver, sockets } = guarded({
      names: { 'rebind.example.com': [[publicAddress, publicSix], ['127.0.0.1']] },
      // Stands in for the internet: a socket whose other end is no denied address.
      open: (options) => Object.defineProperty(sockets.open(options), 'remoteAddress', { value: publicAddress }),
    });
    const socket = await guard.connect({ host: 'rebind.example.com', port: here.port, signal: patient() });
    socket.destroy();
    expect(resolver.asked).toEqual(['rebind.example.com']);
    const [asked] = sockets.opened;
    const handedOn = await new Promise((resolve) =>
      asked!.lookup!('rebind.example.com', { all: true }, (_error, addresses) => resolve(addresses)),
    );
    expect(handedOn).toEqual([
      { address: publicAddress, family: 4 },
      { address: publicSix, family: 6 },
    ]);
    expect(resolver.asked).toHaveLength(1);
    expect(await failure('rebind.example.com')).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(sockets.opened).toHaveLength(1);
  });

  it('H11 P-OUTGOING-2 a socket that ends at a denied address after all is closed before a byte is sent', async () => {
    let socket: Socket | undefined;
    const { failure } = guarded({
      names: { 'files.example.com': [publicAddress] },
      open: () => (socket = createConnection({ host: '127.0.0.1', port: here.port })),
    });
    expect(await failure('files.example.com')).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(socket).toMatchObject({ destroyed: true, bytesWritten: 0 });
  });

  it.each([
    '',
    'a b',
    '/var/run/postgresql',
    'a,b',
    'host=evil',
    '-x',
    '1.2.3.4.5',
    '256.1.1.1',
    'foo.0x',
    'fe80::1%eth0',
    '[1.2.3.4]',
    'a'.repeat(300),
  ])('refuses %j: neither a name nor an address', async (host) => {
    const { failure, resolver, sockets } = guarded({ allowPrivateNetworks: true });
    expect(await failure(host)).toMatchObject({ code: 'HOST_INVALID' });
    expect([resolver.asked, sockets.opened]).toEqual([[], []]);
  });

  it("leaves Node's own errors to those who know what they wanted there", async () => {
    const { guard } = guarded();
    await expect(guard.connect({ host: 'nowhere.test', port: 1, signal: patient() })).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
    const unreachable = guarded({ ...failingWith('ENETUNREACH'), names: { 'six.example.com': [publicSix] } });
    await expect(
      unreachable.guard.connect({ host: 'six.example.com', port: 1, signal: patient() }),
    ).rejects.toMatchObject({
      code: 'ENETUNREACH',
    });
  });

  it('ends with its signal, also while a resolver does not answer', async () => {
    const stop = new AbortController();
    const { guard } = guarded({ lookup: () => new Promise(() => undefined) });
    const attempt = guard.connect({ host: 'slow.example.com', port: 1, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(attempt).rejects.toThrow('stopped');
    await expect(guard.connect({ host: '127.0.0.1', port: 1, signal: stop.signal })).rejects.toThrow('stopped');
  });

  it('a connected socket does not end with the signal any more', async () => {
    const stop = new AbortController();
    const { guard } = guarded({ allowPrivateNetworks: true });
    const socket = await guard.connect({ host: '127.0.0.1', port: here.port, signal: stop.signal });
    stop.abort();
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  describe('resolve', () => {
    const resolve = (guard: Guard, host: string) => guard.resolve({ host, port: here.port, signal: patient() });

    it('H11 P-OUTGOING-4 gives the judged address, or refuses like a connection', async () => {
      const { guard, sockets } = guarded({
        names: { 'db.example.com': [publicAddress], 'bad.example.com': ['10.0.0.1'] },
      });
      expect(await resolve(guard, 'db.example.com')).toBe(publicAddress);
      expect(await resolve(guard, '[2606:2800:21F:cb07:6820:80da:af6b:8b2c]')).toBe(publicSix);
      expect(await resolve(guard, '0x5db8d70e')).toBe(publicAddress);
      await expect(resolve(guard, 'bad.example.com')).rejects.toMatchObject({ code: 'ADDRESS_BLOCKED' });
      expect(sockets.opened).toEqual([]);
    });

    it('of several it is the one that answers', async () => {
      const { lookup } = namesOf({ 'db.example.test': ['::1', '127.0.0.1'] });
      const guard = new Guard({ allowPrivateNetworks: true, lookup });
      expect(await resolve(guard, 'db.example.test')).toBe('127.0.0.1');
    });
  });
});
