import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defineDriver } from '../../driver';
import { allowedFolder, notWritable, openDestination } from './allowed-folder';
import { LocalStorage } from './local-storage';

/** A folder of the machine that Stowbase runs on, or a disk or share that is mounted there. */
export const localMapped = defineDriver({
  type: 'local_mapped',
  title: 'Folder on this machine',
  summary: 'A folder, a disk or a network share that the service sees as a folder.',
  envPrefix: 'LOCAL_STORAGE',
  fields: [
    {
      name: 'path',
      label: 'Folder',
      help: 'Inside of a folder that LOCAL_STORAGE_ROOTS opens for backups; a relative path begins in the first of them.',
      kind: 'path',
      default: '.',
      example: '/backups/team-a',
    },
    {
      name: 'maxSize',
      label: 'Largest size',
      help: 'All backups there together never become larger. Without it the disk is the limit.',
      kind: 'bytes',
      min: 1,
      example: '500 GB',
    },
  ],
  capabilities: { ranges: true, conditions: true, versions: false, locks: false, usage: true, maxObjectBytes: null },
  stored: true,
  place: ({ path }, { localRoots: [first = '/'] }) => resolve(first, path),
  async open({ path, maxSize }, context) {
    const folder = await allowedFolder(path, context);
    const opened = await openDestination(folder, true);
    try {
      await access(opened.at('.'), constants.W_OK | constants.X_OK);
    } catch (cause) {
      throw notWritable(folder, cause);
    } finally {
      await opened.close();
    }
    return new LocalStorage(folder, maxSize);
  },
});
