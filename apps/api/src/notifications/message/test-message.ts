import { randomUUID } from 'node:crypto';
import { shown } from '../../names/shown';
import type { Message } from './message';

/** What "Send test" sends. */
export const testMessage = (channel: string, at: Date, publicUrl: URL): Message => ({
  id: randomUUID(),
  kind: 'service.test',
  tone: 'info',
  at: at.toISOString(),
  subject: 'Test message from Stowbase',
  text: `This is a test of the channel ${shown(channel)}: messages of Stowbase arrive here.`,
  effect: null,
  nextStep: null,
  fields: [],
  link: new URL('settings/notifications', publicUrl).href,
  ids: { project: null, backup: null, destination: null, schedule: null },
});
