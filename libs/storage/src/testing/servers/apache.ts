import { createHash, randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePorts } from './free-port';
import { ServerProcesses } from './server-processes';
import { webdavServer, type WebdavPlace, type WebdavServer } from './webdav-server';

const modules = `mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs mime`.split(' ');
const moduleFolder = '/usr/lib/apache2/modules';

/** The strictest WebDAV server: Apache's mod_dav. */
export async function startApache(): Promise<WebdavServer> {
  const { stop, ...place } = await ServerProcesses.start(begin);
  return webdavServer(place, stop);
}

async function begin(processes: ServerProcesses): Promise<WebdavPlace> {
  const { folder } = processes;
  const port = await freePorts();
  const password = randomBytes(12).toString('hex');
  const data = path.join(folder, 'data');
  await mkdir(data);
  await mkdir(path.join(folder, 'locks'));
  await writeFile(path.join(folder, 'users'), basicUser('tester', password));
  // Apache refuses to work as root.
  const user = process.getuid?.() === 0 ? await webUser() : null;
  if (user !== null) for (const dir of [data, path.join(folder, 'locks')]) await chown(dir, user.uid, user.gid);
  const conf = path.join(folder, 'apache.conf');
  await writeFile(conf, apacheConf(folder, port, user?.name));
  // -X: one process, so that nothing is left when it is killed.
  await processes.spawn('apache2', ['-f', conf, '-X']);
  await processes.untilListening(port);
  return { name: 'Apache mod_dav', url: `http://127.0.0.1:${port}/`, username: 'tester', password, folder: data };
}

/** Works for Apache and nginx. */
export const basicUser = (name: string, password: string): string =>
  `${name}:{SHA}${createHash('sha1').update(password).digest('base64')}\n`;

async function webUser(): Promise<{ name: string; uid: number; gid: number }> {
  const passwd = await readFile('/etc/passwd', 'utf8');
  const line = ['www-data', 'nobody'].flatMap((name) => passwd.split('\n').filter((l) => l.startsWith(`${name}:`)))[0];
  const [name = '', , uid, gid] = line?.split(':') ?? [];
  return { name, uid: Number(uid), gid: Number(gid) };
}

const apacheConf = (folder: string, port: number, user?: string): string => `
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
Mutex posixsem default
ThreadsPerChild 64
MaxRequestWorkers 64
ErrorLog ${folder}/error.log
${modules.map((name) => `LoadModule ${name}_module ${moduleFolder}/mod_${name}.so`).join('\n')}
${user === undefined ? '' : `User ${user}`}
TypesConfig /dev/null
DocumentRoot ${folder}/data
DavLockDB ${folder}/locks/db
AcceptPathInfo Off
<Directory ${folder}/data>
  Dav On
  AuthType Basic
  AuthName tests
  AuthUserFile ${folder}/users
  Require valid-user
</Directory>
`;
