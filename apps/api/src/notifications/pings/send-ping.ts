import type { Outgoing } from '../../outgoing/outgoing';
import { OutgoingError } from '../../outgoing/outgoing-error';
import type { OutgoingReply } from '../../outgoing/request-types';
import { byStatus, fromOutgoing } from '../channels/post-json';

export const pingSignals = ['start', 'success', 'fail'] as const;
export type PingSignal = (typeof pingSignals)[number];

/** What one run has to report. */
export interface Ping {
  readonly signal: PingSignal;
  /** Of the run: start and end belong together by it. */
  readonly backupId: string;
  /** For people who read the log there: one line. */
  readonly text: string;
}

/** The address for a signal: `/start` and `/fail` behind the path (https://healthchecks.io/docs/http_api/), `rid` names the run. */
export function pingUrl(base: string, { signal, backupId }: Pick<Ping, 'signal' | 'backupId'>): URL {
  const url = new URL(base);
  if (signal !== 'success') url.pathname = `${url.pathname.replace(/\/+$/, '')}/${signal}`;
  url.searchParams.set('rid', backupId);
  return url;
}

/** @throws DeliveryError for anything but 2xx */
export async function sendPing(
  outgoing: Pick<Outgoing, 'request'>,
  base: string,
  ping: Ping,
  signal?: AbortSignal,
): Promise<void> {
  let reply: OutgoingReply;
  try {
    reply = await outgoing.request({
      url: pingUrl(base, ping),
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Stowbase' },
      body: ping.text,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof OutgoingError) throw fromOutgoing(error);
    throw error;
  }
  if (reply.status < 200 || reply.status > 299) throw byStatus('The service that watches', reply);
}
