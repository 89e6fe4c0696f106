import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cephConf, fsid, osdPorts } from './ceph-conf';
import { installedCeph, unpackedCeph, type Ceph } from './ceph-programs';
import { freePorts } from './free-port';
import { s3Server, type S3Place, type S3Server } from './s3-server';
import { ServerProcesses } from './server-processes';

export interface RadosgwOptions {
  /** Where another Ceph than the installed one was unpacked (`tools/setup/ceph-from-sid.mjs`). */
  readonly root?: string | undefined;
}

/** Ceph's S3 gateway over an object store in memory: checks signatures, conditions, versions and locks. About a second, 150 MB. */
export async function startRadosgw({ root }: RadosgwOptions = {}): Promise<S3Server> {
  const ceph = root === undefined ? installedCeph : await unpackedCeph(root);
  const { stop, ...place } = await ServerProcesses.start((processes) => begin(processes, ceph));
  return s3Server(place, stop);
}

/**
 * Each Ceph that tests are to run against: the installed one, and in the long tests (`npm run test:all`) a current one, where it could be
 * unpacked. For `describe.each`.
 */
export function everyRadosgw(): [name: string, start: () => Promise<S3Server>][] {
  const root = process.env['STOWBASE_TEST_CEPH_ROOT'];
  const installed: [string, () => Promise<S3Server>] = ['Ceph radosgw', () => startRadosgw()];
  return root === undefined ? [installed] : [installed, ['current Ceph radosgw', () => startRadosgw({ root })]];
}

async function begin(processes: ServerProcesses, ceph: Ceph): Promise<S3Place> {
  const { folder } = processes;
  const [monitor, gateway, osd] = await Promise.all([freePorts(2), freePorts(), freePorts(osdPorts)]);
  const conf = path.join(folder, 'ceph.conf');
  await writeFile(conf, cephConf({ folder, monitor, gateway, osd }) + ceph.conf);
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(path.join(folder, name));
  const run = (name: string, ...args: string[]): Promise<string> => processes.run(...ceph.command(name, args));
  const spawn = (name: string, ...args: string[]): Promise<void> => processes.spawn(...ceph.command(name, args));

  const monmap = path.join(folder, 'monmap');
  const address = `[v2:127.0.0.1:${monitor},v1:127.0.0.1:${monitor + 1}]`;
  await run('monmaptool', '--create', '--addv', 'a', address, '--fsid', fsid, monmap);
  await run('ceph-mon', '-c', conf, '-i', 'a', '--mkfs', '--monmap', monmap);
  await spawn('ceph-mon', '-c', conf, '-i', 'a', '-f');

  const uuid = randomUUID();
  // A program in Python, which no other release brings along.
  await processes.run('ceph', ['-c', conf, 'osd', 'new', uuid, '0']);
  await run('ceph-osd', '-c', conf, '-i', '0', '--mkfs', '--osd-uuid', uuid);
  await spawn('ceph-osd', '-c', conf, '-i', '0', '-f');
  await spawn('radosgw', '-c', conf, '-n', 'client.rgw', '-f');

  const accessKeyId = `TEST${randomBytes(8).toString('hex').toUpperCase()}`;
  const secretAccessKey = randomBytes(20).toString('hex');
  const user = ['--uid=tests', '--display-name=tests', '--max-buckets=100000'];
  const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
  await run('radosgw-admin', '-c', conf, 'user', 'create', ...user, ...keys);
  await processes.untilListening(gateway);
  const endpoint = `http://127.0.0.1:${gateway}`;
  return { name: ceph.name, endpoint, region: 'us-east-1', accessKeyId, secretAccessKey };
}
