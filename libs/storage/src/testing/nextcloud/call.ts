import type { IncomingMessage } from 'node:http';
import type { Account } from './account';

/** What can be asked of the double: faults are planned by it. */
export type Operation =
  | 'capabilities'
  | 'user'
  | 'get-app-password'
  | 'delete-app-password'
  | 'begin-login'
  | 'poll-login'
  | `${'files' | 'uploads'}:${string}`;

export interface Call {
  readonly operation: Operation;
  readonly url: URL;
  readonly request: IncomingMessage;
}

/** One to the files or uploads of an account. */
export interface DavCall extends Call {
  readonly account: Account;
  /** Names behind the account's own, decoded. */
  readonly names: readonly string[];
  /** Before an href of that account. */
  readonly base: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export async function bodyOf({ request }: Call): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function headerOf({ request }: Call, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

export const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});
