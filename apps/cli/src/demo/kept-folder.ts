import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeProblem } from '../backup/write-fully';
import { errnoOf, wrongUse } from '../cli-error';
import { notReadable } from '../private-file';
import { plain } from '../words';

/** The folder of `--keep`: claimed before anything is started, filled at the end, and gone again when nothing came of it. */
export class KeptFolder {
  private filled = false;

  private constructor(
    readonly path: string,
    /** It wasn't there before. */
    private readonly made: boolean,
  ) {}

  /** @throws CliError `WRONG_USE` when it holds something, `OUTPUT_NOT_WRITABLE`, also when the folder around it is not there */
  static async claim(folder: string): Promise<KeptFolder> {
    const path = resolve(folder);
    try {
      await mkdir(path, { mode: 0o700 });
      return new KeptFolder(path, true);
    } catch (e) {
      if (errnoOf(e) !== 'EEXIST') throw writeProblem(e, `the folder ${plain(path)}`);
    }
    const names = await readdir(path).catch((e: unknown) =>
      Promise.reject(notReadable(e, path, 'The folder') as Error),
    );
    if (names.length > 0) throw wrongUse(`${plain(path)} is not empty.`, 'Name a new or empty folder for --keep.');
    return new KeptFolder(path, false);
  }

  async take(files: string): Promise<void> {
    await cp(files, this.path, { recursive: true }).catch((e: unknown) => {
      throw writeProblem(e, `the folder ${plain(this.path)}`);
    });
    this.filled = true;
  }

  async release(): Promise<void> {
    if (this.filled) return;
    if (this.made) await rm(this.path, { recursive: true, force: true });
    else for (const name of await readdir(this.path)) await rm(join(this.path, name), { recursive: true });
  }
}
