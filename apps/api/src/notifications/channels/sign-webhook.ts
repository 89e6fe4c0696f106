import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/**
 * The headers that prove who sent a body: HMAC-SHA256 of `<id>.<seconds>.<body>`, in base64 behind `v1,`
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * @param key `whsec_` and base64, or any text, whose UTF-8 bytes are the key
 */
export function signWebhook(
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
  key: string,
): { readonly 'webhook-timestamp': string; readonly 'webhook-signature': string } {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const bytes = key.startsWith(prefix) ? Buffer.from(key.slice(prefix.length), 'base64') : Buffer.from(key, 'utf8');
  const signature = createHmac('sha256', bytes).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}
