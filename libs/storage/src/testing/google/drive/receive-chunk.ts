import type { Call } from '../call';
import type { Fault } from '../faults';
import { chunkMultiple, type UploadSession } from './upload-session';

/** Takes the bytes of a chunk. One that is cut keeps what came in whole 256 KiB, as Google may. */
export async function receive(session: UploadSession, { request }: Call, fault: Fault | null): Promise<void> {
  const pieces: Buffer[] = [];
  let came = 0;
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      pieces.push(piece);
      came += piece.length;
      if (fault?.kind === 'cut' && came >= fault.afterBytes) {
        request.socket.resetAndDestroy();
        break;
      }
    }
  } catch {
    // The client is gone: what came is kept all the same.
  }
  const chunk = Buffer.concat(pieces);
  const whole = came === Number(request.headers['content-length']) && fault?.kind !== 'cut';
  const limit = fault?.kind === 'partial' ? fault.bytes : Infinity;
  const kept = whole ? Math.min(came, limit) : came - (came % chunkMultiple);
  session.chunks.push(chunk.subarray(0, kept));
  session.received += kept;
}
