import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cephConf, fsid, osdPorts } from './ceph-conf';
import { freePorts } from './free-port';
import { s3Server, type S3Place, type S3Server } from './s3-server';
import { ServerProcesses } from './server-processes';

/** Ceph's S3 gateway over an object store in memory: checks signatures, conditions, versions and locks. About a second, 150 MB. */
export async function startRadosgw(): Promise<S3Server> {
  const { stop, ...place } = await ServerProcesses.start(begin);
  return s3Server(place, stop);
}

async function begin(processes: ServerProcesses): Promise<S3Place> {
  const { folder } = processes;
  const [monitor, gateway, osd] = await Promise.all([freePorts(2), freePorts(), freePorts(osdPorts)]);
  const conf = path.join(folder, 'ceph.conf');
  await writeFile(conf, cephConf({ folder, monitor, gateway, osd }));
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(path.join(folder, name));

  const monmap = path.join(folder, 'monmap');
  const address = `[v2:127.0.0.1:${monitor},v1:127.0.0.1:${monitor + 1}]`;
  await processes.run('monmaptool', ['--create', '--addv', 'a', address, '--fsid', fsid, monmap]);
  await processes.run('ceph-mon', ['-c', conf, '-i', 'a', '--mkfs', '--monmap', monmap]);
  await processes.spawn('ceph-mon', ['-c', conf, '-i', 'a', '-f']);

  const uuid = randomUUID();
  await processes.run('ceph', ['-c', conf, 'osd', 'new', uuid, '0']);
  await processes.run('ceph-osd', ['-c', conf, '-i', '0', '--mkfs', '--osd-uuid', uuid]);
  await processes.spawn('ceph-osd', ['-c', conf, '-i', '0', '-f']);
  await processes.spawn('radosgw', ['-c', conf, '-n', 'client.rgw', '-f']);

  const accessKeyId = `TEST${randomBytes(8).toString('hex').toUpperCase()}`;
  const secretAccessKey = randomBytes(20).toString('hex');
  const user = ['--uid=tests', '--display-name=tests', '--max-buckets=100000'];
  const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
  await processes.run('radosgw-admin', ['-c', conf, 'user', 'create', ...user, ...keys]);
  await processes.untilListening(gateway);
  const endpoint = `http://127.0.0.1:${gateway}`;
  return { name: 'Ceph radosgw', endpoint, region: 'us-east-1', accessKeyId, secretAccessKey };
}
