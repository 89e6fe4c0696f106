import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { basicUser } from './apache';
import { freePorts } from './free-port';
import { ServerProcesses } from './server-processes';
import { webdavServer, type WebdavPlace, type WebdavServer } from './webdav-server';

const davModule = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';

/** The WebDAV server that differs most: nginx with its dav and dav-ext modules. */
export async function startNginx(): Promise<WebdavServer> {
  const { stop, ...place } = await ServerProcesses.start(async (processes): Promise<WebdavPlace> => {
    const password = randomBytes(12).toString('hex');
    const data = path.join(processes.folder, 'data');
    const users = path.join(processes.folder, 'users');
    await mkdir(data);
    await writeFile(users, basicUser('tester', password));
    const port = await serve(processes, `load_module ${davModule};`, davLocation(data, users));
    return { name: 'nginx dav', url: `http://127.0.0.1:${port}/`, username: 'tester', password, folder: data };
  });
  return webdavServer(place, stop);
}

export interface NginxProxyOptions {
  /** What nginx asks the service with; nginx's own default is 1.0. */
  readonly httpVersion?: '1.1';
  /** More lines for the location. */
  readonly more?: string;
}

/** nginx before a service on `target`, as most people have it; with `proxy_http_version` left at its default unless told. */
export function startNginxProxy(
  target: number,
  { httpVersion, more = '' }: NginxProxyOptions = {},
): Promise<{ readonly url: string; readonly port: number; stop(): Promise<void> }> {
  const version = httpVersion === undefined ? '' : `proxy_http_version ${httpVersion};`;
  const location = `proxy_pass http://127.0.0.1:${target}; ${version} proxy_set_header Host $http_host; ${more}`;
  return ServerProcesses.start(async (processes) => {
    const port = await serve(processes, '', location);
    return { port, url: `http://127.0.0.1:${port}` };
  });
}

async function serve(processes: ServerProcesses, top: string, location: string): Promise<number> {
  const port = await freePorts();
  const conf = path.join(processes.folder, 'nginx.conf');
  await writeFile(conf, nginxConf(processes.folder, port, top, location));
  await processes.spawn('nginx', ['-c', conf, '-e', path.join(processes.folder, 'error.log')]);
  await processes.untilListening(port);
  return port;
}

const davLocation = (data: string, users: string): string => `root ${data};
      auth_basic tests;
      auth_basic_user_file ${users};
      dav_methods PUT DELETE MKCOL COPY MOVE;
      dav_ext_methods PROPFIND OPTIONS;`;

/** One process: nothing is left when it is killed. */
const nginxConf = (folder: string, port: number, top: string, location: string): string => `${top}
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_max_body_size 0;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location / {
      ${location}
    }
  }
}
`;
