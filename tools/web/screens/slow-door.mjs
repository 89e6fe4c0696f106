// A door before a server that lets only so many bytes a second through: what runs slowly enough can be looked at.
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';

/** @param {{ host: string, port: number }} server */
export async function slowDoor({ host, port }) {
  const door = { bytesPerSecond: Infinity, free: 0 };
  const open = new Set();
  const listener = createServer((client) => {
    const server = connect(port, host);
    for (const socket of [client, server]) {
      open.add(socket);
      // Whoever hangs up ends both sides.
      socket.on('error', () => undefined).on('close', () => (client.destroy(), server.destroy(), open.delete(socket)));
    }
    client.pipe(server);
    server.pipe(throttle(door)).pipe(client);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    port: listener.address().port,
    /** @param {number} bytesPerSecond @param {number} free bytes before that */
    allow: (bytesPerSecond, free = 0) => Object.assign(door, { bytesPerSecond, free }),
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Small pieces go at once, as long as they are within the rate. */
function throttle(door) {
  let due = 0;
  return new Transform({
    transform(chunk, _encoding, done) {
      door.free -= chunk.length;
      if (door.bytesPerSecond === Infinity || door.free > 0) return done(null, chunk);
      due = Math.max(due, Date.now()) + (chunk.length / door.bytesPerSecond) * 1_000;
      const wait = due - Date.now();
      if (wait < 5) done(null, chunk);
      else setTimeout(() => done(null, chunk), wait);
    },
  });
}
