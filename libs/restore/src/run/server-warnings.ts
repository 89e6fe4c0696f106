import type { Client } from 'pg';
import type { RestoreWarning } from '../request';

const sentNow = new WeakMap<Client, string>();

/** What the server says from now on is about this member. */
export const aboutMember = (client: Client, member: string): void => void sentNow.set(client, member);

/**
 * The server's WARNINGs, each text once a connection: a guarded statement of an archive that can't run here says so by one. Notices
 * below that aren't passed on.
 */
export function hearWarnings(client: Client, warn: (warning: RestoreWarning) => void): void {
  const heard = new Set<string>();
  client.on('notice', ({ severity, message }) => {
    if (message === undefined || (severity !== undefined && quiet.has(severity)) || heard.has(message)) return;
    heard.add(message);
    const member = sentNow.get(client);
    warn({ code: 'SERVER_WARNING', text: message, ...(member === undefined ? {} : { object: member }) });
  });
}

/** A server with another language has other words, but `client_min_messages` holds notices back there too. */
const quiet: ReadonlySet<string> = new Set(['NOTICE', 'INFO', 'LOG', 'DEBUG']);
