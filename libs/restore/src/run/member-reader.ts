import { Readable } from 'node:stream';
import type { Archive, ArchiveMember } from '@stowbase/archive';

/** An archive gives pieces of at most 256 KiB: one whole member of the usual 4 MiB is read ahead, and no more of a longer one. */
const piecesAhead = 17;

/** Reads members for one connection: while one is sent, at most one other is read and decompressed, and only so far. */
export class MemberReader {
  private ahead: { readonly name: string; readonly bytes: Readable } | null = null;

  constructor(private readonly archive: Pick<Archive, 'readMember'>) {}

  /** @throws what `readMember` throws, when the bytes are read */
  read(member: Pick<ArchiveMember, 'name'>): AsyncIterable<Buffer> {
    const { ahead } = this;
    if (ahead?.name !== member.name) return this.archive.readMember(member.name);
    this.ahead = null;
    return ahead.bytes as AsyncIterable<Buffer>;
  }

  /** Begins to read the member that comes next; another one that was begun is let go. */
  prepare(member: Pick<ArchiveMember, 'name'> | undefined): void {
    if (member === undefined || this.ahead?.name === member.name) return;
    this.close();
    const bytes = Readable.from(this.archive.readMember(member.name), { highWaterMark: piecesAhead });
    // It shows when the member is read.
    bytes.on('error', () => undefined);
    bytes.read(0);
    this.ahead = { name: member.name, bytes };
  }

  close(): void {
    this.ahead?.bytes.destroy();
    this.ahead = null;
  }
}
