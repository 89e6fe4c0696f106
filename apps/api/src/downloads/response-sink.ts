import { Writable } from 'node:stream';
import type { Response } from 'express';

/** The one who downloads went away. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection before the download was complete.');
    this.name = 'ClientGone';
  }
}

/**
 * A response as a stream that ends well only by its end. Destroying it resets the connection: a softer end could look like a complete
 * file to a proxy in between (`end()` does everywhere, `destroy()` in some).
 */
export function responseSink(response: Response): Writable {
  let waiting: (() => void) | null = null;
  const go = (): void => {
    const next = waiting;
    waiting = null;
    next?.();
  };
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      if (response.write(chunk)) return done();
      waiting = done;
    },
    final(done) {
      response.end(() => done());
    },
    destroy(error, done) {
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
