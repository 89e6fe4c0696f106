import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  archiveFileName,
  openArchive,
  verifyStream,
  type Manifest,
  type RangeSource,
  type VerifyReport,
} from '@stowbase/archive';
import { ContentDigest, type Upload } from '@stowbase/storage';
import { withSource } from '../archive-input';
import { allFailed } from '../backup/targets/all-failed';
import { chooseTargets } from '../backup/targets/choose-targets';
import { patientWith, publishing } from '../backup/targets/publishing';
import type { AnnouncedArchive, Target } from '../backup/targets/target';
import { wrongUse } from '../cli-error';
import { parsePlace } from '../destinations/place';
import { ProgressReporter } from '../progress/progress-reporter';
import type { CommonOptions, Outcome, Shell } from '../shell';
import { damagedOnTheWay } from './damaged-on-the-way';
import { copyDocument, copyText, type CopyFacts } from './copy-result';

/** `stowbase copy`: read once, check every hash, publish only what is whole, read back what was published. */
export async function copyArchive(from: string, to: string, options: CommonOptions, shell: Shell): Promise<Outcome> {
  if (from === '-' || to === '-') {
    throw wrongUse('copy is between files and destinations.', 'For a pipe use "backup --out -" or "verify -".');
  }
  const startedAt = Date.now();
  const progress = new ProgressReporter(shell.screen, options.quiet);
  try {
    return await withSource(from, shell, async (source) => {
      const { manifest, size } = await openArchive(source, { signal: shell.signal });
      const fileName = nameOf(from, manifest);
      const [target] = await chooseTargets([await inFolder(to, fileName)], shell);
      if (target === undefined) throw new Error('no target was chosen');
      patientWith([target], shell);
      try {
        const onBytes = (bytes: number): void =>
          progress.update({ label: 'Copying', doneBytes: bytes, totalBytes: size });
        const job: Job = { source, size, manifest, archive: { backupId: manifest.backupId, fileName }, onBytes };
        const { report, file } = await copied(job, target, shell);
        progress.close();
        const facts: CopyFacts = { from, file, report, seconds: (Date.now() - startedAt) / 1000 };
        return { status: 'done', document: copyDocument(facts), text: copyText(facts) };
      } finally {
        await target.leftovers();
        await target.close();
      }
    });
  } finally {
    progress.close();
  }
}

interface Job {
  readonly source: RangeSource;
  readonly size: number;
  readonly manifest: Manifest;
  readonly archive: AnnouncedArchive;
  onBytes(bytes: number): void;
}

async function copied(job: Job, target: Target, shell: Shell): Promise<{ report: VerifyReport; file: string | null }> {
  const digest = new ContentDigest();
  try {
    await target.prepare(job.archive);
    const upload = await target.begin(job.archive, { signal: shell.signal, sizeHint: job.size, digest }, 0);
    try {
      const report = await proven(job, upload, digest, shell);
      shell.signal.throwIfAborted();
      const committing = upload.commit({ size: report.storedBytes, sha256: report.fileSha256 });
      publishing([target], shell);
      const object = await committing;
      return { report, file: await target.prove(object, job.archive) };
    } catch (e) {
      await upload.abort(e);
      throw e;
    }
  } catch (e) {
    shell.signal.throwIfAborted();
    throw allFailed([[target.name, e]]);
  }
}

/** Every byte goes to the target and through the check; whole, or it throws. */
async function proven(job: Job, upload: Upload, digest: ContentDigest, shell: Shell): Promise<VerifyReport> {
  const { source, size, manifest } = job;
  const passing = async function* (): AsyncGenerator<Buffer> {
    for (let at = 0; at < size;) {
      shell.signal.throwIfAborted();
      const chunk = await source.read(at, Math.min(size, at + PIECE));
      digest.add(chunk);
      await upload.write(chunk);
      at += chunk.length;
      job.onBytes(at);
      yield chunk;
    }
  };
  const report = await verifyStream(passing(), 1, { signal: shell.signal });
  if (!report.ok) throw damagedOnTheWay(report);
  if (report.backupId !== manifest.backupId) throw new Error('the archive changed while it was copied');
  return report;
}

/** Bytes. */
const PIECE = 1024 * 1024;

/** The last part of the path or key: the copy keeps its name, if that says what it is. */
function nameOf(from: string, manifest: Manifest): string {
  const place = parsePlace(from);
  const name = place.is === 'path' ? basename(place.path) : (place.rest.split('/').at(-1) ?? '');
  return name.endsWith('.tar') ? name : archiveFileName({ ...manifest, createdAt: new Date(manifest.createdAt) });
}

/** In a folder of this machine the copy gets that name; anything else is said whole. */
async function inFolder(to: string, fileName: string): Promise<string> {
  const place = parsePlace(to);
  if (place.is === 'destination') return to;
  const found = await stat(place.path).catch(() => undefined);
  return found?.isDirectory() === true ? join(resolve(place.path), fileName) : to;
}
