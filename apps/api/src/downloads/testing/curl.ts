import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';

export interface CurlEnd {
  /** 0: curl takes it for a whole download. Man page, "EXIT CODES". */
  readonly code: number | null;
  readonly body: Buffer;
  readonly stderr: string;
}

/** The program itself: what it says of a download counts, not what we say. */
export const startCurl = (...args: string[]): ChildProcessByStdio<null, Readable, Readable> =>
  spawn('curl', ['--silent', '--show-error', '--noproxy', '*', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

export async function curl(...args: string[]): Promise<CurlEnd> {
  const child = startCurl(...args);
  const [body, stderr, [code]] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, body, stderr };
}

/** As `curl --head` or `--dump-header -` prints it: the status line and the fields, their names in lower case. */
export function headOf(printed: string): { status: number; fields: Record<string, string> } {
  const [first, ...lines] = printed.split('\r\n\r\n')[0]!.split('\r\n');
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return { status: Number(first?.split(' ')[1]), fields: Object.fromEntries(pairs) as Record<string, string> };
}

/** What a server says to these lines, until it closes the connection; null: the connection was reset. */
export async function raw(url: string, ...lines: string[]): Promise<string | null> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  try {
    return await text(socket);
  } catch {
    return null;
  }
}
