import { randomUUID } from 'node:crypto';
import type { Message } from '../message/message';

/** Some message; what isn't said is made up. */
export const aMessage = (change: Partial<Message> = {}): Message => ({
  id: randomUUID(),
  kind: 'backup.failed',
  tone: 'bad',
  at: '2026-11-28T02:30:00.000Z',
  subject: 'Failed: backup of Shop',
  text: 'The database refused the sign-in.',
  effect: 'Your last good backup, of 27 Nov 2026, 02:30 (UTC), is untouched.',
  nextStep: 'Enter the password again.',
  fields: [{ label: 'Project', value: 'Shop' }],
  link: 'https://stowbase.example/backups/3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10',
  ids: { project: null, backup: null, destination: null, schedule: null },
  ...change,
});

/** What a name can do to a format that isn't careful: markup of every channel, mentions, links, quotes. */
export const hostileName = `<img src=x onerror=alert(1)> @everyone <!channel> *b* [l](http://evil.example) \`c\` {"a":1} \\ &amp; <at>All</at> #1`;
