import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Where the programs of a Ceph are, and how they are started. */
export interface Ceph {
  /** As a person would say it. */
  readonly name: string;
  /** More lines for the section of the gateway, or sections of their own. */
  readonly conf: string;
  command(name: string, args: readonly string[]): [file: string, args: string[]];
}

export const installedCeph: Ceph = { name: 'Ceph radosgw', conf: '', command: (name, args) => [name, [...args]] };

/**
 * A Ceph of another Debian release, unpacked into a folder: its programs run by that release's own loader and libraries, so that nothing is
 * installed, mounted or changed.
 */
export async function unpackedCeph(root: string): Promise<Ceph> {
  const usr = path.join(root, 'usr/lib');
  const machine = (await readdir(usr)).find((name) => name.endsWith('-linux-gnu'));
  if (machine === undefined) throw new Error(`No Ceph is unpacked in ${root}.`);
  const libraries = path.join(usr, machine);
  const loader = (await readdir(libraries)).find((name) => /^ld-linux.*\.so\.\d$/.test(name));
  if (loader === undefined) throw new Error(`The Ceph in ${root} has no loader.`);
  const start = [
    path.join(libraries, loader),
    '--library-path',
    `${libraries}:${path.join(libraries, 'ceph')}`,
  ] as const;
  return {
    name: 'current Ceph radosgw',
    conf: `
[global]
osd class dir = ${libraries}/rados-classes
erasure code dir = ${libraries}/ceph/erasure-code
plugin dir = ${libraries}/ceph
`,
    command: (name, args) => [start[0], [...start.slice(1), path.join(root, 'usr/bin', name), ...args]],
  };
}
