import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { checkRecipients } from '../age/recipients';
import { checkCompression } from '../compress';
import { encodeContents, type Contents } from '../contents';
import { cancelled, misuse } from '../errors';
import { checkIdentity, type ArchiveIdentity } from '../identity';
import { maxManifestBytes, maxMemberBytes } from '../limits';
import { archiveFormat, encodeManifest, encodeSums, type Manifest, type ManifestMember } from '../manifest';
import { maxMemberNumber, memberFileName, plainNames, type MemberRef, type MemberSpec } from '../members';
import { readmeText } from '../readme';
import { OrderedWindow } from './ordered-window';
import { packed, Packer, type PackedMember } from './pack';
import { TarOutput } from './tar-output';
import type { ArchiveSummary, ArchiveWriterOptions, WriterCounters } from './writer-types';

/** SQL that is compressed (and encrypted) already and will be written later: see {@link ArchiveWriter.hold}. */
export class HeldMember {
  constructor(private readonly bytes: PackedMember) {}

  get storedSize(): number {
    return this.bytes.storedSize;
  }

  get rawSize(): number {
    return this.bytes.rawSize;
  }

  /** @internal */
  unwrap(): PackedMember {
    return this.bytes;
  }
}

/**
 * Writes one archive of format 1 in one pass.
 *
 * Rules:
 * - Members stand in the file in the order of the calls, whatever their compression takes.
 * - Memory is bounded by the window: a caller who awaits each call has at most `window` members unwritten.
 * - The first failure (of the sink, a source, the signal) is what every later call rejects with, unchanged.
 * - END is written only by `finish`, and never after a failure or an abort: what the sink has then is no archive.
 */
export class ArchiveWriter {
  readonly #identity: ArchiveIdentity;
  readonly #packer: Packer;
  readonly #window: OrderedWindow;
  readonly #output: TarOutput;
  readonly #members: ManifestMember[] = [];
  readonly #signal: AbortSignal | undefined;
  #forgetSignal = (): void => undefined;
  #number = 0;
  #rawBytes = 0;
  #largestRow = 0;
  #windowMs = 0;
  #finishing = false;

  /**
   * Writes README.txt.
   * @throws ArchiveError `invalid-recipient`, before anything was written
   */
  static async open(options: ArchiveWriterOptions): Promise<ArchiveWriter> {
    const recipients = checkRecipients(options.recipients);
    checkCompression(options.compression);
    checkIdentity(options.identity);
    const writer = new ArchiveWriter(options, recipients);
    writer.#window.throwIfFailed();
    const encrypted = recipients.length > 0;
    const readme = readmeText({ identity: options.identity, compression: options.compression, encrypted });
    await writer.#write(plainNames.readme, packed([Buffer.from(readme)]));
    return writer;
  }

  private constructor(options: ArchiveWriterOptions, recipients: readonly string[]) {
    this.#identity = options.identity;
    this.#packer = new Packer(options.compression, recipients);
    this.#window = new OrderedWindow(options.window ?? Math.min(availableParallelism() + 1, 4));
    this.#output = new TarOutput(options.sink, options.identity.snapshotAt);
    this.#signal = options.signal;
    this.#failWhenAborted();
  }

  get counters(): WriterCounters {
    return {
      rawBytes: this.#rawBytes,
      storedBytes: this.#output.position,
      members: this.#number,
      busyMs: { ...this.#packer.busyMs },
      waitMs: { window: this.#windowMs, sink: this.#output.waitMs },
    };
  }

  /**
   * At most 4 MiB of SQL. Resolves when the window has room for another member.
   * @param onReleased called when `sql` may be used again; until then nobody may touch it
   */
  async addMember(spec: MemberSpec, sql: Buffer, onReleased?: (sql: Buffer) => void): Promise<MemberRef> {
    if (sql.length > maxMemberBytes) {
      throw misuse(
        `A member of ${sql.length} bytes is too large: it has at most ${maxMemberBytes}, a longer row is added as a stream.`,
      );
    }
    this.#rawBytes += sql.length;
    return this.#add(spec, () => this.#packer.pack(sql, onReleased));
  }

  /** One row or statement longer than a member. Resolves when all of it was read and the window has room. */
  async addStream(spec: MemberSpec, sql: AsyncIterable<Buffer>): Promise<MemberRef> {
    let read: Promise<PackedMember> | undefined;
    const ref = await this.#add(spec, () => (read = this.#packer.packStream(sql)));
    const { rawSize } = (await this.#window.unlessFailed(Promise.resolve(read))) ?? { rawSize: 0 };
    this.#rawBytes += rawSize;
    this.#largestRow = Math.max(this.#largestRow, rawSize);
    return ref;
  }

  /** Compresses (and encrypts) SQL now; {@link addCompressed} writes it. For what is read early and stands late, such as `schema_post`. */
  async hold(sql: Buffer): Promise<HeldMember> {
    this.#window.throwIfFailed();
    // One long statement, such as a comment of 5 MB: as a stream, like a long row.
    const long = sql.length > maxMemberBytes;
    return new HeldMember(await (long ? this.#packer.packStream(Readable.from([sql])) : this.#packer.packKept(sql)));
  }

  async addCompressed(spec: MemberSpec, held: HeldMember): Promise<MemberRef> {
    this.#rawBytes += held.rawSize;
    if (held.rawSize > maxMemberBytes) this.#largestRow = Math.max(this.#largestRow, held.rawSize);
    return this.#add(spec, () => Promise.resolve(held.unwrap()));
  }

  /** Makes the archive whole. Only a caller that saw every dump end well calls it. */
  async finish(contents: Contents): Promise<ArchiveSummary> {
    this.#refuseWhenFinishing();
    this.#finishing = true;
    await this.#window.drained();
    try {
      return await this.#finish(contents);
    } catch (cause) {
      this.#window.fail(cause);
      throw cause;
    } finally {
      this.#packer.close();
      this.#forgetSignal();
    }
  }

  async #finish(contents: Contents): Promise<ArchiveSummary> {
    const encrypted = this.#packer.recipients.length > 0;
    await this.#write(
      encrypted ? plainNames.encryptedContents : plainNames.contents,
      await this.#packer.packPlain(encodeContents(contents)),
    );
    const sums = encodeSums(this.#members);
    await this.#output.entry(plainNames.sums, sums, packed(sums).storedSize);
    const finishedAt = new Date();
    const manifest = this.#manifest(finishedAt);
    const { chunks, storedSize: size, sha256 } = packed(encodeManifest(manifest));
    if (size > maxManifestBytes) throw misuse('The archive has too many members for one manifest.');
    const offset = await this.#output.entry(plainNames.manifest, chunks, size);
    const fileSha256 = await this.#output.end({ offset, size, sha256 }, () => this.#window.throwIfFailed());
    return {
      storedBytes: this.#output.position,
      rawBytes: manifest.rawBytes,
      members: manifest.members.length,
      fileSha256,
      finishedAt,
    };
  }

  #manifest(finishedAt: Date): Manifest {
    const { backupId, attempt, projectSlug, createdAt, snapshotAt, tools, serverVersionNum } = this.#identity;
    const { recipients, compression } = this.#packer;
    return {
      format: archiveFormat,
      backupId,
      attempt,
      projectSlug,
      createdAt: createdAt.toISOString(),
      snapshotAt: snapshotAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      tools,
      serverVersionNum,
      compression,
      encryption: recipients.length === 0 ? null : { method: 'age', recipients },
      rawBytes: this.#members.reduce((sum, { rawSize }) => sum + rawSize, 0),
      storedBytes: this.#members.reduce((sum, { storedSize }) => sum + storedSize, 0),
      largestRow: this.#largestRow,
      members: this.#members,
    };
  }

  async #add(spec: MemberSpec, pack: () => Promise<PackedMember>): Promise<MemberRef> {
    this.#refuseWhenFinishing();
    this.#window.throwIfFailed();
    const number = ++this.#number;
    if (number > maxMemberNumber) throw misuse('The archive has too many members.');
    const stored = { method: this.#packer.compression.method, age: this.#packer.recipients.length > 0 };
    const fileName = memberFileName(spec, number, stored);
    const start = performance.now();
    await this.#window.add(pack, (member) => this.#write(fileName, member));
    this.#windowMs += performance.now() - start;
    return { number, fileName };
  }

  async #write(name: string, { chunks, storedSize, rawSize, sha256 }: PackedMember): Promise<void> {
    const offset = await this.#output.entry(name, chunks, storedSize);
    this.#members.push({ name, offset, storedSize, rawSize, sha256 });
  }

  #refuseWhenFinishing(): void {
    if (this.#finishing) throw misuse('Nothing can be added to an archive that was finished.');
  }

  #failWhenAborted(): void {
    const signal = this.#signal;
    if (signal === undefined) return;
    const abort = (): void => this.#window.fail(cancelled(signal));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    // A signal that outlives the archive would keep all of it.
    this.#forgetSignal = () => signal.removeEventListener('abort', abort);
  }
}
