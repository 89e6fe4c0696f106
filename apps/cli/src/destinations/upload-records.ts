import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadState } from '@stowbase/storage';
import { errnoOf } from '../cli-error';
import type { Shell } from '../shell';
import { plain } from '../words';
import type { Destination } from './open-destination';
import { parseRecord, thisProcess, type UploadRecord } from './upload-record';

/** A record in its file. */
export interface KeptRecord extends UploadRecord {
  readonly file: string;
}

/**
 * What uploads under way would leave behind if this process were killed: one small file each, below the state folder. It is removed
 * when nothing is left any more.
 */
export class UploadRecords {
  private readonly folder: string;
  private warned = false;

  constructor(private readonly shell: Shell) {
    this.folder = join(shell.env.stateDir, 'uploads');
  }

  /**
   * Is on the disk when it resolves. Where nothing can be written (a read-only container) the upload goes on all the same, and that is
   * said once.
   * @returns the file, or null
   */
  async keep({ driver, fingerprint }: Destination, key: string, state: UploadState): Promise<string | null> {
    const record: UploadRecord = {
      ...{ fingerprint, type: driver.type, key, state },
      ...{ begunAt: new Date().toISOString(), owner: thisProcess() },
    };
    try {
      return await this.write(JSON.stringify(record));
    } catch (e) {
      if (errnoOf(e) === undefined) throw e;
      if (!this.warned) this.shell.screen.say(notKept(this.folder, errnoOf(e)));
      this.warned = true;
      return null;
    }
  }

  /** Never rejects: a record that stays is about something that isn't there, and a sweep finds that out. */
  async forget(file: string | null): Promise<void> {
    if (file !== null) await rm(file, { force: true }).catch(() => undefined);
  }

  /** Those of one destination, the oldest first. */
  async of({ fingerprint }: Destination): Promise<KeptRecord[]> {
    const names = await readdir(this.folder).catch((e: unknown) => nothingThere(e));
    const found: KeptRecord[] = [];
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const file = join(this.folder, name);
      const record = parseRecord(await readFile(file, 'utf8').catch(() => ''));
      if (record?.fingerprint === fingerprint) found.push({ ...record, file });
    }
    return found.sort((a, b) => a.begunAt.localeCompare(b.begunAt));
  }

  private async write(text: string): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, `${randomBytes(8).toString('hex')}.json`);
    const unfinished = `${path}.unfinished`;
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    return path;
  }
}

const notKept = (folder: string, code: string | undefined): string =>
  `Note: ${plain(folder)} can't be written (${code ?? 'unknown reason'}), so nobody will know what an upload leaves if this process is killed; STOWBASE_STATE_DIR names another folder.`;

function nothingThere(e: unknown): string[] {
  if (errnoOf(e) === 'ENOENT') return [];
  throw e;
}
