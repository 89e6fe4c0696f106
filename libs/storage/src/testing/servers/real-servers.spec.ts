import { spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { everyRadosgw, startApache, startFauxqs, startNginx, startNginxProxy, startRclone } from './index';
import { rejection } from '../conformance/content';
import { scriptedHttp } from './scripted-http';
import { ServerProcesses } from './server-processes';

async function listens(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const found = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return found;
}

describe('P-SERVERS-3 S3 servers for tests', () => {
  it.each([...everyRadosgw(), ['fauxqs', startFauxqs] as const])(
    '%s: starts, keeps objects in buckets of each test, and is gone after its stop',
    async (_name, start) => {
      const server = await start();
      const { client } = server;
      const [one, other] = await Promise.all([server.freshBucket(), server.freshBucket()]);
      await client.send(new PutObjectCommand({ Bucket: one, Key: 'a/ü b', Body: 'hello' }));
      const { Body } = await client.send(new GetObjectCommand({ Bucket: one, Key: 'a/ü b' }));
      expect(await Body?.transformToString()).toBe('hello');
      expect((await client.send(new ListObjectsV2Command({ Bucket: other }))).KeyCount).toBe(0);
      expect(await server.openUploads(one)).toEqual([]);
      await server.stop();
      expect(await listens(server.endpoint)).toBe(false);
    },
    60_000,
  );
});

describe('P-SERVERS-3 WebDAV servers for tests', () => {
  it.each([
    ['apache', startApache],
    ['rclone', startRclone],
    ['nginx', startNginx],
  ])(
    '%s: starts, asks for the password, keeps files in folders of each test, and is gone after its stop',
    async (_name, start) => {
      const server = await start();
      const [one, other] = await Promise.all([server.freshFolder(), server.freshFolder()]);
      const put = async (auth: string): Promise<number> => {
        const asking = request(`${server.url}${one}/a%20b.tar`, { method: 'PUT', auth, agent: false });
        asking.end('hello');
        const [reply] = (await once(asking, 'response')) as [IncomingMessage];
        reply.resume();
        return reply.statusCode ?? 0;
      };
      expect(await put('tester:wrong')).toBe(401);
      expect(await put(`tester:${server.password}`)).toBe(201);
      expect(await server.files(one)).toEqual(['a b.tar']);
      expect(await server.files(other)).toEqual([]);
      await server.stop();
      expect(await listens(server.url)).toBe(false);
      expect(await rejection(access(server.folder))).toMatchObject({ code: 'ENOENT' });
    },
  );
});

it('P-SERVERS-3 nginx stands before a service, by its old default or by HTTP/1.1', async () => {
  const service = await scriptedHttp({ body: 'hello' });
  for (const options of [{}, { httpVersion: '1.1' as const }]) {
    const proxy = await startNginxProxy(service.port, options);
    const asking = request(`${proxy.url}/path`, { agent: false }).end();
    const [reply] = (await once(asking, 'response')) as [IncomingMessage];
    expect(await reply.toArray()).toEqual([Buffer.from('hello')]);
    await proxy.stop();
  }
  expect(service.requests.map(({ url, headers }) => [url, headers.connection])).toEqual([
    ['/path', 'close'],
    ['/path', 'close'],
  ]);
  await service.stop();
});

it('P-SERVERS-3 a server that can not start says why, and leaves nothing', async () => {
  let folder = '';
  const starting = ServerProcesses.start(async (processes) => {
    folder = processes.folder;
    await processes.spawn('rclone', ['serve', 'nothing-like-that', '/']);
    await processes.until('nothing', () => Promise.resolve(false));
    return {};
  });
  expect(String(await rejection(starting))).toMatch(/rclone ended with 1: .*unknown protocol/s);
  expect(await rejection(access(folder))).toMatchObject({ code: 'ENOENT' });
});

describe('P-SERVERS-3 when the process that started a server is killed', () => {
  it('the server dies with it, and its folder goes when the next server starts', async () => {
    const top = await mkdtemp(path.join(tmpdir(), 'stowbase-killed-servers-'));
    const program = path.join(top, 'program.mjs');
    const stdin = {
      contents: `import { startRclone } from './rclone'; console.log(JSON.stringify(await startRclone()));`,
      resolveDir: import.meta.dirname,
    };
    await build({ stdin, outfile: program, bundle: true, platform: 'node', format: 'esm' });
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const { url, folder } = JSON.parse(said.toString()) as { url: string; folder: string };
    expect(await listens(url)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    while (await listens(url)) await new Promise((resolve) => setImmediate(resolve));
    await access(folder);
    await (await startRclone()).stop();
    expect(await rejection(access(folder))).toMatchObject({ code: 'ENOENT' });
    await rm(top, { recursive: true });
  }, 30_000);
});
