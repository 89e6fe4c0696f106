import { openHttp } from '../../http/http-client';
import { plainConnect } from '../../http/testing/local-server';
import type { HttpReply } from '../../http/http-types';
import { GoogleDouble } from './google-double';

type Headers = Readonly<Record<string, string>>;

/** Requests to a double as they are, without a driver. */
export interface RawClient {
  readonly google: GoogleDouble;
  ask(method: string, path: string, headers?: Headers, body?: unknown): Promise<HttpReply<Buffer>>;
  /** A form to the token endpoint. */
  token(form: Readonly<Record<string, string>>): Promise<Record<string, unknown> & { status: number }>;
  close(): Promise<void>;
}

/** A Buffer is sent as it is, anything else as JSON. */
export async function rawClient(): Promise<RawClient> {
  const google = await GoogleDouble.start();
  const http = openHttp(plainConnect);
  const passes = [302, 308];
  const ask: RawClient['ask'] = (method, path, headers = {}, body) => {
    const url = new URL(path, google.endpoints.apiBase);
    const content = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    return http.send({
      method,
      url,
      headers,
      passes,
      expect: 'buffer',
      ...(method === 'GET' ? {} : { body: content }),
    });
  };
  return {
    google,
    ask,
    async token(form) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const { status, body } = await ask('POST', '/token', type, Buffer.from(new URLSearchParams(form).toString()));
      return { status, ...(JSON.parse(body.toString()) as Record<string, unknown>) };
    },
    async close() {
      await http.close();
      await google.close();
    },
  };
}
