import type { DriveFile } from './drive-file';
import { patience, type Patience } from './patience';
import { bytesLost, endedEarly, lostTwice, moreThanSent, nothingTaken } from './session-lost';
import type { Acknowledged, UploadSession } from './upload-session';

interface SenderOptions extends Patience {
  readonly key: string;
  /** A new session for the same object; awaited before any byte goes there. */
  readonly restart: () => Promise<UploadSession>;
  /** The file, if a session that Google no longer knows had come to its end. */
  readonly finished: () => Promise<DriveFile | null>;
}

/**
 * Sends chunk after chunk, each from its buffer until Google has all of it: what was not acknowledged is sent again, after asking how
 * much came. A session that is lost is begun anew, once, and only while its first byte is still in the buffer.
 */
export class ChunkSender {
  /** Bytes that Google has and we no longer have. */
  #base = 0;
  #restarted = false;

  constructor(
    public session: UploadSession,
    private readonly options: SenderOptions,
  ) {}

  /** A whole multiple of 256 KiB, of an object whose length nobody knows yet. */
  async more(chunk: Buffer): Promise<void> {
    await this.#send(chunk, null);
    this.#base += chunk.length;
  }

  /** The rest, with the length of all. */
  async last(chunk: Buffer, total: number): Promise<DriveFile> {
    const file = await this.#send(chunk, total);
    if (file === null) throw nothingTaken(this.options.key);
    return file;
  }

  /** Ends when all of the chunk is there; with the file when it was the last one. */
  async #send(chunk: Buffer, total: number | null): Promise<DriveFile | null> {
    const { key, finished } = this.options;
    /** Sent and acknowledged bytes of the chunk; attempts since some last were; whether an answer is missing. */
    let [sent, failures, unsure] = [0, 0, false];
    for (;;) {
      const asking = unsure;
      const got = await this.#exchanged(chunk, sent, total, unsure).catch(async (cause: unknown) => {
        await patience(cause, failures, this.options);
        failures += 1;
        return null;
      });
      unsure = got === null;
      switch (got?.is) {
        case undefined:
          break;
        case 'finished':
          if (total === null) throw endedEarly(key);
          return got.file;
        case 'lost': {
          const file = total === null ? null : await finished();
          if (file !== null) return file;
          await this.#beginAnew();
          sent = 0;
          break;
        }
        case 'open': {
          const now = got.bytes - this.#base;
          if (now < 0) throw bytesLost(key, this.#base);
          if (now > chunk.length) throw moreThanSent(key, got.bytes);
          if (now > sent) failures = 0;
          else if (!asking) await patience(nothingTaken(key), failures++, this.options);
          sent = now;
          if (sent === chunk.length && total === null) return null;
        }
      }
    }
  }

  #exchanged(chunk: Buffer, sent: number, total: number | null, unsure: boolean): Promise<Acknowledged> {
    const { signal } = this.options;
    if (unsure) return this.session.ask(signal);
    return this.session.put(chunk.subarray(sent), this.#base + sent, total, signal);
  }

  async #beginAnew(): Promise<void> {
    const { key, restart } = this.options;
    if (this.#base > 0) throw bytesLost(key, this.#base);
    if (this.#restarted) throw lostTwice(key);
    this.#restarted = true;
    this.session = await restart();
  }
}
