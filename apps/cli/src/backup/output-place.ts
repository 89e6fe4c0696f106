import { lstat, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { archiveFileName } from '@stowbase/archive';
import type { ArchiveSummary, ByteSink } from '@stowbase/archive';
import { CliError, wrongUse } from '../cli-error';
import type { Shell } from '../shell';
import { plain } from '../words';
import { PartialFile, alreadyThere, sweepAbandoned } from './partial-file';
import { StandardOutput } from './standard-output';
import { checkStored } from './stored-file';

/** Where a backup goes. `commit` is the only way to a finished file; everything before can be discarded without a trace. */
export interface OutputPlace {
  /** A sink for the archive's bytes. Asked again (restart 1, 2 …) when the dump starts anew. */
  open(restart: number): Promise<ByteSink>;
  /**
   * Called once, after the archive was finished: proves that what is stored is what was written and gives it its name.
   * @returns the absolute path, or null when the archive went to standard output.
   */
  commit(summary: Pick<ArchiveSummary, 'storedBytes'>, signal: AbortSignal): Promise<string | null>;
  discard(): Promise<void>;
}

/** Understands --out DIR|FILE.tar|- and refuses what can't work before anything is read from the database. */
export async function choosePlace(out: string, shell: Shell): Promise<OutputPlace> {
  if (out === '-') return new StandardPlace(await StandardOutput.open(shell.signal));
  if (out === '')
    throw wrongUse('--out is empty.', 'Name a folder, a new file that ends in .tar, or - for standard output.');
  const path = resolve(out);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return await localPlace(path, null, shell);
  if (found?.isFile() || (await lstat(path).catch(() => undefined))?.isSymbolicLink()) throw alreadyThere(path);
  if (found)
    throw wrongUse(
      `${plain(path)} is neither a folder nor a file.`,
      'Name a folder or a new file; for a pipe or a device use "--out -".',
    );
  if (!out.endsWith('.tar'))
    throw wrongUse(`There is no folder ${plain(path)}.`, 'Create it first, or name a file that ends in .tar.');
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (!folder?.isDirectory())
    throw wrongUse(`There is no folder ${plain(dirname(path))}.`, 'Create it first (mkdir -p).');
  return await localPlace(dirname(path), basename(path), shell);
}

async function localPlace(folder: string, name: string | null, shell: Shell): Promise<OutputPlace> {
  for (const path of await sweepAbandoned(folder))
    shell.screen.say(`Removed ${plain(path)}, left behind by a run that was killed.`);
  const place = new LocalPlace(folder, name);
  // The first file is made at once: a folder that can't take it is known before the database is asked for anything.
  await place.prepare();
  return place;
}

/** A file in a local folder, under a name of its own when none was given. */
class LocalPlace implements OutputPlace {
  private partial: PartialFile | undefined;

  constructor(
    private readonly folder: string,
    private readonly name: string | null,
  ) {}

  async prepare(): Promise<void> {
    this.partial = await PartialFile.create(this.folder);
  }

  async open(restart: number): Promise<ByteSink> {
    if (restart > 0 || this.partial === undefined) {
      await this.discard();
      await this.prepare();
    }
    return present(this.partial);
  }

  async commit(summary: Pick<ArchiveSummary, 'storedBytes'>, signal: AbortSignal): Promise<string> {
    const partial = present(this.partial);
    const sealed = await partial.seal();
    const manifest = await checkStored(partial.path, sealed, summary);
    const path = join(
      this.folder,
      this.name ?? archiveFileName({ ...manifest, createdAt: new Date(manifest.createdAt) }),
    );
    signal.throwIfAborted();
    await partial.publish(path);
    this.partial = undefined;
    try {
      await checkStored(path, sealed, summary);
    } catch (e) {
      // What doesn't prove itself under its name must not stay there.
      await rm(path, { force: true });
      throw e;
    }
    return path;
  }

  async discard(): Promise<void> {
    await this.partial?.discard();
    this.partial = undefined;
  }
}

/** Standard output: nothing to take back, so no new start once a byte was sent. */
class StandardPlace implements OutputPlace {
  constructor(private readonly output: StandardOutput) {}

  open(restart: number): Promise<ByteSink> {
    if (restart === 0 || this.output.sent === 0) return Promise.resolve(this.output);
    const error = new CliError(
      'output',
      'OUTPUT_NOT_RESTARTABLE',
      'The dump had to start anew, but what went to standard output can’t be taken back.',
      'Run it again when no migration is running, or use --out DIR.',
    );
    return Promise.reject(error);
  }

  async commit(summary: Pick<ArchiveSummary, 'storedBytes'>): Promise<null> {
    const sent = await this.output.seal();
    if (sent === summary.storedBytes) return null;
    throw new CliError(
      'output',
      'SIZE_MISMATCH',
      `${sent} bytes were sent where the archive has ${summary.storedBytes}.`,
      'Run it again.',
    );
  }

  async discard(): Promise<void> {
    // What was sent is out of reach; without END no reader takes it for a backup.
  }
}

function present(partial: PartialFile | undefined): PartialFile {
  if (partial === undefined) throw new Error('the output was used after it was closed');
  return partial;
}
