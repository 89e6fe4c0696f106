import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that outgoing connections take, so that nobody gets one by chance before its server does. */
const first = 20_000;
const behindLast = 32_000;

/** The first of `count` neighbouring ports of 127.0.0.1 on which nothing listens. */
export async function freePorts(count = 1): Promise<number> {
  for (;;) {
    const port = randomInt(first, behindLast);
    const free = await Promise.all(Array.from({ length: count }, (_, which) => isFree(port + which)));
    if (free.every(Boolean)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false; // EADDRINUSE
  } finally {
    server.close();
  }
}
