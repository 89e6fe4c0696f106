import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { basicUser } from './apache';
import { freePorts } from './free-port';
import { ServerProcesses } from './server-processes';
import { webdavServer, type WebdavPlace, type WebdavServer } from './webdav-server';

/** A lenient WebDAV server: `rclone serve webdav`, where a PUT that was cut stays to be seen. */
export async function startRclone(): Promise<WebdavServer> {
  const { stop, ...place } = await ServerProcesses.start(begin);
  return webdavServer(place, stop);
}

async function begin(processes: ServerProcesses): Promise<WebdavPlace> {
  const port = await freePorts();
  const password = randomBytes(12).toString('hex');
  const data = path.join(processes.folder, 'data');
  const users = path.join(processes.folder, 'users');
  await mkdir(data);
  await writeFile(users, basicUser('tester', password));
  const own = [
    '--config',
    path.join(processes.folder, 'rclone.conf'),
    '--cache-dir',
    path.join(processes.folder, 'cache'),
  ];
  const address = ['--addr', `127.0.0.1:${port}`, '--htpasswd', users];
  // Files are looked at beside it: nothing may be remembered.
  await processes.spawn('rclone', ['serve', 'webdav', data, ...address, ...own, '--dir-cache-time', '0s']);
  await processes.untilListening(port);
  return { name: 'rclone serve webdav', url: `http://127.0.0.1:${port}/`, username: 'tester', password, folder: data };
}
