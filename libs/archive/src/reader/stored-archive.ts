import { createHash } from 'node:crypto';
import type { AgeKeys } from '../age/identities';
import { parseContents, tableOfMember, type Contents } from '../contents';
import { ArchiveError, cancelled, damaged, misuse, tooLarge } from '../errors';
import { maxContentsBytes, maxMemberBytes, maxReadmeBytes } from '../limits';
import type { Manifest, ManifestMember } from '../manifest';
import { parseMemberName, plainNames } from '../members';
import type { Archive, ArchiveMember, ReadOptions, VerifyLevel, VerifyOptions, VerifyReport } from './archive';
import { damageReason, decodeMember, decodeWhole } from './decode';
import { sha256Of } from './pool-hash';
import { rangeStream, readRange, watchedSource, type RangeSource } from './range-source';
import { verifyStream } from './stream';

// Up to here a member is read whole and proven before any of it is given.
const provenFirstBytes = 8 * 1024 * 1024;

interface Opened {
  readonly source: RangeSource;
  readonly size: number;
  readonly manifest: Manifest;
  readonly keys: AgeKeys | null;
  readonly options: ReadOptions;
}

/** An archive in a source that can be read anywhere; END and manifest are proven already. */
export class StoredArchive implements Archive {
  readonly manifest: Manifest;
  readonly size: number;
  readonly members: readonly ArchiveMember[];
  #contents: Promise<Contents> | undefined;

  constructor(private readonly opened: Opened) {
    this.manifest = opened.manifest;
    this.size = opened.size;
    this.members = opened.manifest.members.flatMap((member) => {
      const name = parseMemberName(member.name);
      return name === null ? [] : [{ ...member, number: name.number, group: name.group, kind: name.kind }];
    });
  }

  contents(): Promise<Contents> {
    return (this.#contents ??= this.#readContents().catch((cause: unknown) => {
      this.#contents = undefined;
      throw cause;
    }));
  }

  async readme(): Promise<string> {
    const member = this.#member(plainNames.readme);
    if (member.storedSize > maxReadmeBytes) throw tooLarge(`README.txt of ${member.storedSize} bytes`);
    return (await this.#provenBytes(member)).toString('utf8');
  }

  async *readMember(name: string): AsyncGenerator<Buffer> {
    const member = this.#member(name);
    const source = watchedSource(this.opened.source);
    let size = 0;
    try {
      for await (const chunk of this.#decoded(member, source)) {
        size += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      if (source.failure !== null) throw source.failure.cause;
      this.#throwIfCancelled();
      throw cause instanceof ArchiveError ? cause : damaged(await this.#place(member), damageReason(cause), cause);
    }
    if (size !== member.rawSize) {
      throw damaged(await this.#place(member), `it decodes to ${size} bytes instead of ${member.rawSize}`);
    }
  }

  async verify(level: VerifyLevel, options: Omit<VerifyOptions, 'identity'> = {}): Promise<VerifyReport> {
    const { source, size, manifest, options: opened } = this.opened;
    return verifyStream(rangeStream(source, 0, size), level, { ...opened, ...options }, { manifest, size });
  }

  async close(): Promise<void> {
    await this.opened.source.close?.();
  }

  #member(name: string): ManifestMember {
    const member = this.manifest.members.find((candidate) => candidate.name === name);
    if (member === undefined) throw misuse('The archive has no member of that name.');
    return member;
  }

  /** A usual member, neither encrypted nor long, in one piece; any other as it comes. */
  async *#decoded(member: ManifestMember, source: RangeSource): AsyncGenerator<Buffer> {
    const parts = parseMemberName(member.name);
    const usual = member.storedSize <= provenFirstBytes && member.rawSize <= maxMemberBytes;
    if (parts === null || parts.method !== 'zstd' || parts.age || !usual) {
      yield* decodeMember(this.#stored(member, source), member.name, this.opened.keys, member.rawSize);
      return;
    }
    const sql = await decodeWhole(await this.#provenBytes(member, source), member.name, member.rawSize);
    if (sql.length > 0) yield sql;
  }

  /** The stored bytes, with their hash checked: before the first one if they are few, else before the last one is used. */
  async *#stored(member: ManifestMember, source: RangeSource): AsyncGenerator<Buffer> {
    if (member.storedSize <= provenFirstBytes) {
      yield await this.#provenBytes(member, source);
      return;
    }
    const hash = createHash('sha256');
    for await (const chunk of rangeStream(source, member.offset, member.offset + member.storedSize)) {
      this.#throwIfCancelled();
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest('hex') !== member.sha256) throw damaged(await this.#place(member), 'its SHA-256 does not match');
  }

  async #provenBytes(member: ManifestMember, source = this.opened.source): Promise<Buffer> {
    this.#throwIfCancelled();
    const bytes = await readRange(source, member.offset, member.offset + member.storedSize);
    if ((await sha256Of(bytes)) !== member.sha256) {
      throw damaged(await this.#place(member), 'its SHA-256 does not match');
    }
    return bytes;
  }

  async #readContents(): Promise<Contents> {
    const name = this.manifest.encryption === null ? plainNames.contents : plainNames.encryptedContents;
    if (this.#member(name).rawSize > maxContentsBytes) throw tooLarge(`${name} of ${this.#member(name).rawSize} bytes`);
    const chunks: Buffer[] = [];
    for await (const chunk of this.readMember(name)) chunks.push(chunk);
    return parseContents(Buffer.concat(chunks));
  }

  /** Where a member is and whose rows it has, as far as the contents can be read. */
  async #place(member: ManifestMember): Promise<{ member: string; table: string | null; start: number; end: number }> {
    const number = parseMemberName(member.name)?.number ?? null;
    const contents = number === null ? null : await this.contents().catch(() => null);
    const table = tableOfMember(contents, number);
    return { member: member.name, table, start: member.offset, end: member.offset + member.storedSize };
  }

  #throwIfCancelled(): void {
    const { signal } = this.opened.options;
    if (signal?.aborted === true) throw cancelled(signal);
  }
}
