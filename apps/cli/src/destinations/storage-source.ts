import type { RangeSource } from '@stowbase/archive';
import { ArchiveError } from '@stowbase/archive';
import {
  StorageError,
  type GetOptions,
  type Storage,
  type StorageErrorKind,
  type StoredObject,
} from '@stowbase/storage';
import { OpenRange } from './open-range';

/** So much is asked for at once where somebody reads on and on. Bytes. */
const AHEAD = 64 * 1024 * 1024;
/** Between two members of an archive stand padding and a header: a reader that goes on behind them reads on. Bytes. */
const GAP = 2 * 1024;
/** Readers that go on at once: connections of a restore. */
const MOST_OPEN = 8;
const ATTEMPTS = 3;

/** What may be gone at the next attempt. */
const PASSING: ReadonlySet<StorageErrorKind> = new Set(['unreachable', 'rate-limited', 'stalled', 'size-mismatch']);

/**
 * An object at a destination as a source of an archive. Whoever jumps about gets one request a read; whoever reads on gets one long
 * request, from which he takes what he needs. A connection that breaks is opened again where it was.
 */
export class StorageSource implements RangeSource {
  private object: Promise<StoredObject> | undefined;
  private readonly open: OpenRange[] = [];
  /** Where the last reads ended. */
  private readonly ends: number[] = [];

  constructor(
    private readonly storage: Storage,
    private readonly key: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws StorageError `not-found`, … */
  async size(): Promise<number> {
    return (await this.stat()).size;
  }

  /** @throws ArchiveError `unreadable-source`: what the destination fails with says nothing of the archive */
  async read(start: number, endExclusive: number): Promise<Buffer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(start, endExclusive);
      } catch (e) {
        this.signal.throwIfAborted();
        if (!(e instanceof StorageError)) throw e;
        if (attempt === ATTEMPTS || !PASSING.has(e.kind)) {
          throw new ArchiveError('unreadable-source', e.message, e.nextStep, { cause: e });
        }
      }
    }
  }

  close(): Promise<void> {
    for (const range of this.open.splice(0)) range.close();
    return Promise.resolve();
  }

  private stat(): Promise<StoredObject> {
    return (this.object ??= this.storage.stat(this.key));
  }

  private async once(start: number, end: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let at = start; at < end;) {
      const range = await this.rangeAt(at, end);
      try {
        const part = await range.take(at, Math.min(end, range.end));
        parts.push(part);
        at += part.length;
      } catch (e) {
        range.close();
        throw e;
      }
      if (range.at < range.end) this.keep(range);
      else range.close();
    }
    this.ends.push(end);
    if (this.ends.length > 2 * MOST_OPEN) this.ends.shift();
    const [only = Buffer.alloc(0)] = parts;
    return parts.length < 2 ? only : Buffer.concat(parts);
  }

  /** One that stands there already, else a new one. */
  private async rangeAt(at: number, end: number): Promise<OpenRange> {
    const waiting = this.open.findIndex((range) => follows(at, range.at) && at < range.end);
    const [found] = waiting < 0 ? [] : this.open.splice(waiting, 1);
    if (found !== undefined) return found;
    const { size, etag } = await this.stat();
    const goesOn = this.ends.some((last) => follows(at, last));
    const until = Math.min(size, goesOn ? Math.max(end, at + AHEAD) : end);
    const options: GetOptions = { range: { start: at, end: until }, signal: this.signal };
    const body = await this.storage.get(this.key, etag === undefined ? options : { ...options, ifMatch: etag });
    return new OpenRange(body, at, until);
  }

  private keep(range: OpenRange): void {
    this.open.push(range);
    if (this.open.length > MOST_OPEN) this.open.shift()?.close();
  }
}

const follows = (at: number, last: number): boolean => at >= last && at <= last + GAP;
