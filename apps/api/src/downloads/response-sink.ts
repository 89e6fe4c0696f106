import { Writable } from 'node:stream';
import type { Response } from 'express';

/** The one who downloads went away. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection before the download was complete.');
    this.name = 'ClientGone';
  }
}

/** The one who downloads is there and takes nothing. */
export class ClientStalled extends Error {
  constructor(milliseconds: number) {
    super(`The client took nothing for ${milliseconds / 1_000} seconds.`);
    this.name = 'ClientStalled';
  }
}

/**
 * A response as a stream that ends well only by its end. Destroying it resets the connection: a softer end could look like a complete
 * file to a proxy in between (`end()` does everywhere, `destroy()` in some).
 * @param stallMs a client that takes not even one chunk in this time is given up
 */
export function responseSink(response: Response, stallMs: number): Writable {
  let waiting: (() => void) | null = null;
  let patience: NodeJS.Timeout | undefined;
  const hurry = (): void => {
    patience = setTimeout(() => sink.destroy(new ClientStalled(stallMs)), stallMs);
  };
  const go = (): void => {
    clearTimeout(patience);
    const next = waiting;
    waiting = null;
    next?.();
  };
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      if (response.write(chunk)) return done();
      waiting = done;
      hurry();
    },
    final(done) {
      hurry();
      response.end(() => done());
    },
    destroy(error, done) {
      clearTimeout(patience);
      if (!response.writableFinished) response.socket?.resetAndDestroy();
      done(error);
    },
  });
  response.on('drain', go);
  response.once('close', () => {
    if (!response.writableFinished) sink.destroy(new ClientGone());
  });
  return sink;
}
