import type { Message } from '../message/message';

/** What a webhook gets; documented in docs/notifications.md. New members may come, none goes. */
export function webhookBody({ kind, at, id, ...message }: Message): string {
  return JSON.stringify({ type: kind, timestamp: at, data: { id, ...message } });
}
