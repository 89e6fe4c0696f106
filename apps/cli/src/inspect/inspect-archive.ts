import { inspectStream } from '@stowbase/archive';
import type { Contents, Manifest } from '@stowbase/archive';
import { standardInput, withArchive } from '../archive-input';
import { readIdentity } from '../identity';
import type { Outcome, Shell } from '../shell';
import type { InspectOptions } from './inspect-command';
import { inspectDocument } from './inspect-document';
import { inspectText } from './inspect-text';

/** What an archive says about itself; `contents` is null when it is encrypted and no key was given. */
export interface Inspected {
  readonly file: string;
  readonly sizeBytes: number;
  readonly manifest: Manifest;
  readonly contents: Contents | null;
}

/** `stowbase inspect`: nothing is decoded but the list of contents. */
export async function inspectArchive(file: string, options: InspectOptions, shell: Shell): Promise<Outcome> {
  const identity = await readIdentity(shell, options.identity);
  const inspected = file === '-' ? await fromInput(identity, shell) : await fromFile(file, identity, shell);
  return {
    status: 'done',
    document: inspectDocument(inspected, options.contents),
    text: inspectText(inspected, options.contents),
  };
}

async function fromFile(file: string, identity: string[], shell: Shell): Promise<Inspected> {
  return await withArchive(file, identity, shell, async (archive) => {
    const sealed = archive.manifest.encryption !== null && identity.length === 0;
    return {
      file,
      sizeBytes: archive.size,
      manifest: archive.manifest,
      contents: sealed ? null : await archive.contents(),
    };
  });
}

async function fromInput(identity: string[], shell: Shell): Promise<Inspected> {
  let sizeBytes = 0;
  const counted = standardInput(shell, (bytes) => (sizeBytes += bytes));
  const { manifest, contents } = await inspectStream(counted, { identity, signal: shell.signal });
  return { file: '-', sizeBytes, manifest, contents };
}
