import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { isPrivate, plainConnect } from './plain-connect';

let server: Server;
beforeAll(async () => {
  server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});
const target = (signal = new AbortController().signal) => ({
  host: '127.0.0.1',
  port: (server.address() as AddressInfo).port,
  signal,
});

describe('the plain connection of the command line', () => {
  it('opens a socket, on this machine also where the own network is asked for', async () => {
    for (const privateOnly of [false, true]) {
      const socket = await plainConnect({ ...target(), privateOnly });
      const [said] = (await once(socket, 'data')) as [Buffer];
      expect(said.toString()).toBe('hello');
      socket.destroy();
    }
  });

  it('says what the system says when nothing listens there', async () => {
    await expect(plainConnect({ ...target(), port: 1 })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('ends with its signal', async () => {
    const stop = new AbortController();
    const cause = new Error('enough');
    stop.abort(cause);
    await expect(plainConnect(target(stop.signal))).rejects.toBe(cause);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.1',
    '192.168.0.9',
    '100.127.0.1',
    '::1',
    'fd12::1',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
  ])('H14 %s belongs to the own network', (address) => expect(isPrivate(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:db8::1', '::ffff:8.8.8.8', undefined])(
    'H14 %s does not',
    (address) => expect(isPrivate(address)).toBe(false),
  );
});
