import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RestReply<T> {
  readonly body: T;
  /** `name=value` of each cookie. */
  readonly cookies: readonly string[];
}

/** One request to the service on this machine. @throws Error with its code and sentence when it isn't 2xx */
export async function rest<T>(
  origin: string,
  method: 'GET' | 'POST',
  path: string,
  { body, headers = {}, signal }: { body?: object; headers?: Record<string, string>; signal: AbortSignal },
): Promise<RestReply<T>> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const { status, read, cookies } = await new Promise<{ status: number; read: string; cookies: string[] }>(
    (resolve, reject) => {
      const asked = request(
        `${origin}/api${path}`,
        {
          method,
          signal,
          headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        },
        (reply) => {
          const set = reply.headers['set-cookie'] ?? [];
          text(reply).then(
            (all) =>
              resolve({ status: reply.statusCode ?? 0, read: all, cookies: set.map((one) => one.split(';')[0] ?? '') }),
            reject,
          );
        },
      );
      asked.on('error', reject).end(sent);
    },
  );
  if (status < 200 || status > 299) throw new Error(`The service refused ${method} ${path}: ${problemIn(read)}`);
  return { body: JSON.parse(read) as T, cookies };
}

function problemIn(read: string): string {
  try {
    const { code, detail } = JSON.parse(read) as { code?: string; detail?: string };
    return `${detail ?? ''} [${code ?? 'no code'}]`;
  } catch {
    // Not ours: what came is the best there is to tell.
    return read.slice(0, 200);
  }
}
