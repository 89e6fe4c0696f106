// The S3 and WebDAV servers that tests of storages start, each as a plain process in a folder of its own: which are here, and how they come.
// Their packages want to start services as soon as they are installed, and at each boot: both are prevented.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { install, onOffer, updateLists } from './packages.mjs';
import { isInstalled } from './programs.mjs';
import { withoutStarts } from './without-starts.mjs';

/** @typedef {{ name: string, programs: string[], files?: string[], packages: string[], units: string[] }} StorageServer */

/** @type {readonly StorageServer[]} */
const servers = [
  {
    name: 'Ceph with radosgw',
    programs: ['radosgw', 'radosgw-admin', 'ceph', 'ceph-mon', 'ceph-osd', 'monmaptool'],
    packages: ['radosgw', 'ceph-mon', 'ceph-osd'],
    units: ['ceph.target', 'ceph-mon.target', 'ceph-osd.target', 'ceph-radosgw.target', 'ceph-crash.service'],
  },
  {
    name: 'apache2',
    programs: ['apache2'],
    packages: ['apache2'],
    units: ['apache2.service', 'apache-htcacheclean.service'],
  },
  { name: 'rclone', programs: ['rclone'], packages: ['rclone'], units: [] },
  {
    name: 'nginx with WebDAV',
    programs: ['nginx'],
    files: ['/usr/lib/nginx/modules/ngx_http_dav_ext_module.so'],
    packages: ['nginx-light', 'libnginx-mod-http-dav-ext'],
    units: ['nginx.service'],
  },
];

const missing = () =>
  servers.filter(
    ({ programs, files = [] }) => !programs.every(isInstalled) || !files.every((file) => existsSync(file)),
  );

/** Names of the servers that are missing, as a person would say them. */
export const missingServers = () => missing().map(({ name }) => name);

/** The packages of Debian and Ubuntu that hold what is missing. */
export const missingServerPackages = () => missing().flatMap(({ packages }) => packages);

/** Installs what is missing by apt, as root; nothing is started, now or at the next boot. */
export function installServers() {
  updateLists();
  const units = missing().flatMap((server) => server.units);
  const packages = missingServerPackages().map((name) => (name === 'nginx-light' && !onOffer(name) ? 'nginx' : name));
  withoutStarts(() => install(packages));
  for (const unit of units) spawnSync('systemctl', ['disable', '--quiet', unit], { stdio: 'ignore' });
}
