import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'undici';
import type { ApiClient } from '../../../testing/api-client';
import type { Ask } from '../bad-input';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Null: no JSON. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

/** Sends it. @param base `http://127.0.0.1:port/api` */
export async function send(base: string, client: ApiClient, ask: Ask): Promise<Answer> {
  const body = ask.bytes !== undefined ? Buffer.from(ask.bytes, 'hex') : (ask.raw ?? toJson(ask.body));
  const headers: Record<string, string> = {
    ...client.headers,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  for (const [name, value] of Object.entries(ask.headers ?? {}))
    if (value === null) delete headers[name];
    else headers[name] = value;
  const reply = await request(`${base}${ask.path}`, {
    method: ask.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await reply.body.text();
  const isJson = /[/+]json\b/.test(String(reply.headers['content-type'] ?? ''));
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : null;
  return { status: reply.statusCode, headers: reply.headers, text, json };
}

const toJson = (body: unknown): string | undefined => (body === undefined ? undefined : JSON.stringify(body));
