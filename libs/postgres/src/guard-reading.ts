import type { Socket } from 'node:net';
import { MessageFrames } from './message-frames';
import { PostgresError } from './postgres-error';

/**
 * `pg` reads what a server sends in listeners of the socket, where an error of its parser would be nobody's and end the whole process:
 * five bytes of a server that isn't one would be enough. Here it ends the connection instead, and the query that waits gets it.
 */
export function guardReading(socket: Socket): void {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...values: unknown[]) => boolean;
  const frames = new MessageFrames();
  const guarded = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'data') return emit(event, ...values);
    try {
      frames.read(values[0] as Buffer);
      return emit(event, ...values);
    } catch (cause) {
      socket.destroy(notPostgres(cause));
      return true;
    }
  };
  socket.emit = guarded as Socket['emit'];
}

const notPostgres = (cause: unknown): PostgresError =>
  new PostgresError(
    'UNREACHABLE',
    'What the server sent does not follow the PostgreSQL protocol, so the connection was closed.',
    'Check host and port, and what stands between here and the server.',
    { cause },
  );
