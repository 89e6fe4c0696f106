import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { ApiClient } from '../../testing/api-client';
import type { TestApi } from '../../testing/start-test-api';

/** One event as a reader sees it. */
export interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

export interface EventReader {
  readonly headers: IncomingHttpHeaders;
  /** The next one; rejects when the stream is over. */
  next(): Promise<ReadEvent>;
  /** The next one that is no ping. */
  news(): Promise<ReadEvent>;
  /** Resolves when the service has ended it. */
  over(): Promise<void>;
  /** Goes away. */
  leave(): void;
}

/** Reads `GET /api/events` as a browser does, of its own connection. */
export async function readEvents(
  api: TestApi,
  client: ApiClient,
  { lastEventId, query = '' }: { lastEventId?: string; query?: string } = {},
): Promise<EventReader> {
  const headers = { ...client.headers, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
  const asked = request(`${api.url}/events${query}`, { headers, agent: false });
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve).on('error', reject).end();
  });
  asked.on('error', () => undefined);
  if (reply.statusCode !== 200) throw new Error(`the stream answered ${reply.statusCode}`);
  const events = parsed(reply);
  const closed = new Promise<void>((resolve) => reply.once('close', resolve));
  const next = async (): Promise<ReadEvent> => {
    const { done, value } = await events.next();
    if (done === true) throw new Error('the stream is over');
    return value;
  };
  return {
    headers: reply.headers,
    next,
    news: async () => {
      for (;;) {
        const event = await next();
        if (event.type !== 'ping') return event;
      }
    },
    over: () => {
      reply.resume();
      return closed;
    },
    leave: () => asked.destroy(),
  };
}

async function* parsed(reply: IncomingMessage): AsyncGenerator<ReadEvent, undefined> {
  let text = '';
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    text += chunk.toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield eventOf(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
  return undefined;
}

function eventOf(text: string): ReadEvent {
  const fields = Object.fromEntries(
    text.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
  );
  return {
    id: fields['id'] ?? '',
    type: fields['event'] ?? 'message',
    data: JSON.parse(fields['data'] ?? '{}') as Record<string, unknown>,
  };
}
