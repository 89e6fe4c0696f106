import type { Habit, SinkAnswer, SunkRequest } from './http-sink';

/**
 * What the providers answer, as their public documents say it; read on 28 Nov 2026. Each refuses what its documents forbid, so that a
 * message that would be refused there is refused here.
 */
export interface Double {
  readonly path: string;
  readonly take: Habit;
  /** 429, as it is documented, asking for 7 seconds. */
  readonly busy: SinkAnswer;
  /** The address or token is not known any more. */
  readonly unknown: SinkAnswer;
}

const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): SinkAnswer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

type Json = Readonly<Record<string, unknown>>;

function read(request: SunkRequest): Json | null {
  if (request.method !== 'POST' || !/^application\/json/.test(request.headers['content-type'] ?? '')) return null;
  return JSON.parse(request.body) as Json;
}

const length = (value: unknown): number => (typeof value === 'string' ? [...value].length : -1);
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/**
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (200 and "ok"; words of errors),
 * https://docs.slack.dev/reference/block-kit/blocks/header-block (150 characters), …/section-block (text 3,000; 10 fields of 2,000),
 * https://docs.slack.dev/apis/web-api/rate-limits (429, Retry-After)
 */
export const slackDouble: Double = {
  path: '/services/T000/B000/abcdef0123456789',
  take: (request) => {
    const body = read(request);
    if (body === null) return { status: 400, body: 'invalid_payload' };
    if (length(body['text']) < 1) return { status: 400, body: 'no_text' };
    const fits = list(body['blocks']).every((block) => {
      const text = block['text'] as Json | undefined;
      const fields = list(block['fields']);
      if (block['type'] === 'header' && !(text?.['type'] === 'plain_text' && length(text['text']) <= 150)) return false;
      return (
        (text === undefined || length(text['text']) <= 3_000) &&
        fields.length <= 10 &&
        fields.every((field) => length(field['text']) <= 2_000)
      );
    });
    return fits ? { status: 200, body: 'ok' } : { status: 400, body: 'invalid_blocks' };
  },
  busy: json(429, { ok: false, error: 'rate_limited' }, { 'retry-after': '7' }),
  unknown: { status: 404, body: 'no_service' },
};

/**
 * https://discord.com/developers/docs/resources/webhook#execute-webhook (204 without `wait`),
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits,
 * https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit (`retry_after` in seconds, fractions too),
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes (10015 Unknown Webhook, 50035 Invalid Form Body)
 */
export const discordDouble: Double = {
  path: '/api/webhooks/1234/abcdefghij_klmnop',
  take: (request) => {
    const body = read(request);
    const wrong = json(400, { code: 50035, message: 'Invalid Form Body' });
    if (body === null) return wrong;
    const [embed, ...others] = list(body['embeds']);
    if (embed === undefined || others.length > 9) return wrong;
    const fields = list(embed['fields']);
    const fits =
      length(embed['title']) <= 256 &&
      length(embed['description']) <= 4_096 &&
      fields.length <= 25 &&
      fields.every(({ name, value }) => length(name) <= 256 && length(value) <= 1_024 && length(value) > 0);
    const all = [embed['title'], embed['description'], ...fields.flatMap(({ name, value }) => [name, value])];
    return fits && all.reduce<number>((sum, text) => sum + Math.max(0, length(text)), 0) <= 6_000
      ? { status: 204 }
      : wrong;
  },
  busy: json(
    429,
    { message: 'You are being rate limited.', retry_after: 6.457, global: false },
    { 'x-ratelimit-scope': 'user' },
  ),
  unknown: json(404, { message: 'Unknown Webhook', code: 10015 }),
};

/**
 * https://core.telegram.org/bots/api#making-requests (ok, description, error_code), #responseparameters (retry_after), #sendmessage
 * (chat_id, text of 1–4096 characters)
 */
export const telegramDouble: Double = {
  path: '/bot123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/sendMessage',
  take: (request) => {
    const body = read(request);
    const wrong = (description: string): SinkAnswer => json(400, { ok: false, error_code: 400, description });
    if (body === null || length(body['chat_id']) < 1) return wrong('Bad Request: chat_id is empty');
    if (length(body['text']) < 1) return wrong('Bad Request: message text is empty');
    if (length(body['text']) > 4_096) return wrong('Bad Request: message is too long');
    return json(200, { ok: true, result: { message_id: 1, date: 1_764_297_000, chat: { id: 1, type: 'private' } } });
  },
  busy: json(429, {
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 7',
    parameters: { retry_after: 7 },
  }),
  unknown: json(401, { ok: false, error_code: 401, description: 'Unauthorized' }),
};

/**
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using (Adaptive Cards only; message of type
 * "message" with one attachment), https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook (202 Accepted),
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit (429)
 */
export const teamsDouble: Double = {
  path: '/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=abcdefghijklmnop',
  take: (request) => {
    const body = read(request);
    const wrong = json(400, { error: { code: 'TriggerInputSchemaMismatch', message: 'schema mismatch' } });
    if (body?.['type'] !== 'message' || Buffer.byteLength(request.body) > 28 * 1024) return wrong;
    const [attachment] = list(body['attachments']);
    const card = attachment?.['content'] as Json | undefined;
    const fits =
      attachment?.['contentType'] === 'application/vnd.microsoft.card.adaptive' &&
      card?.['type'] === 'AdaptiveCard' &&
      list(card['body']).every(({ type }) => type === 'TextBlock' || type === 'FactSet');
    return fits ? { status: 202 } : wrong;
  },
  busy: json(429, { error: { code: 'WorkflowRunActionRepetitionQuotaExceeded' } }, { 'retry-after': '7' }),
  unknown: json(404, { error: { code: 'WorkflowNotFound', message: 'The workflow could not be found.' } }),
};

/**
 * https://docs.ntfy.sh/publish/#publish-as-json (POST to the root; topic, title, message, priority 1–5, tags, click),
 * https://docs.ntfy.sh/publish/#limitations (4,096 bytes; 429), https://docs.ntfy.sh/publish/#authentication (Bearer; 401, 403)
 */
export const ntfyDouble: Double = {
  path: '/',
  take: (request) => {
    const body = read(request);
    const wrong = json(400, { code: 40001, http: 400, error: 'invalid request' });
    if (request.path !== '/' || body === null || !/^[-_A-Za-z0-9]{1,64}$/.test(String(body['topic']))) return wrong;
    const priority = Number(body['priority'] ?? 3);
    if (Buffer.byteLength(String(body['message'])) > 4_096 || priority < 1 || priority > 5) return wrong;
    return json(200, { id: 'sPs71M8A2T', time: 1_764_297_000, event: 'message', topic: body['topic'] });
  },
  busy: json(
    429,
    {
      code: 42901,
      http: 429,
      error: 'limit reached: too many requests',
      link: 'https://ntfy.sh/docs/publish/#limitations',
    },
    { 'retry-after': '7' },
  ),
  unknown: json(401, {
    code: 40101,
    http: 401,
    error: 'unauthorized',
    link: 'https://ntfy.sh/docs/publish/#authentication',
  }),
};
