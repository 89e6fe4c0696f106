import type { IncomingMessage } from 'node:http';

/** What can be asked of the double, one word each: faults are set by it. */
export type Operation =
  | 'authorize'
  | 'token'
  | 'about'
  | 'list'
  | 'get'
  | 'media'
  | 'create'
  | 'update'
  | 'delete'
  | 'start'
  | 'chunk'
  | 'query'
  | 'cancel';

export interface Call {
  readonly operation: Operation;
  readonly url: URL;
  readonly request: IncomingMessage;
}

/** `json` or `body`; a Buffer goes with its length. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: Buffer | string;
}

export async function bodyOf({ request }: Call): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function jsonOf(call: Call): Promise<Record<string, unknown>> {
  const text = (await bodyOf(call)).toString();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
