import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelTypes } from './channels/channel-types';
import { deliveryErrorCodes } from './channels/delivery-error';
import { signWebhook } from './channels/sign-webhook';
import { webhookBody } from './channels/webhook-body';
import { occurrenceKindsDescribed } from './occurrence-kinds';
import { occurrenceKinds } from './occurrence';
import { aMessage } from './testing/a-message';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/notifications.md'), 'utf8');

describe('docs/notifications.md', () => {
  it.each(occurrenceKinds)('has %s as the screen describes it', (kind) => {
    const { title, help, byDefault } = occurrenceKindsDescribed[kind];
    expect(page).toContain(`| ${title} | \`${kind}\` | ${help} |${byDefault ? ' default ' : ' '}|`);
  });

  it.each(channelTypes.map(({ title, fields }) => ({ title, fields })))(
    'has $title and each of its settings',
    ({ title, fields }) => {
      const row = new RegExp(`^\\| ${title} \\|(.*)$`, 'm').exec(page)?.[1] ?? '';
      // Those that nobody needs to find are on the screen only.
      const wanted = fields
        .filter(({ name, group }) => group !== 'Advanced' && name !== 'server')
        .map(({ label }) => label);
      for (const label of wanted) expect(row.toLowerCase()).toContain(label.toLowerCase());
    },
  );

  it.each([...deliveryErrorCodes, 'SWITCHED_OFF', 'SUPERSEDED'])('says what %s means', (code) => {
    expect(page).toContain(`| \`${code}\` |`);
  });

  it('P-NOTIFY-7 its signed example is one that a receiver can verify, of the shape that is sent', () => {
    const key = /signing key `(whsec_[^`]+)`/.exec(page)![1]!;
    const [, example] = /```http\n([^]*?)\n```/.exec(page)!;
    const [head, body] = example!.split('\n\n') as [string, string];
    const headers = new Map(
      head
        .split('\n')
        .slice(1)
        .map((line) => line.split(': ') as [string, string]),
    );
    const [id, seconds] = [headers.get('webhook-id')!, headers.get('webhook-timestamp')!];
    const proof = createHmac('sha256', Buffer.from(key.slice(6), 'base64')).update(`${id}.${seconds}.${body}`);
    expect(headers.get('webhook-signature')).toBe(`v1,${proof.digest('base64')}`);
    expect(signWebhook({ id, body, at: new Date(Number(seconds) * 1_000) }, key)).toEqual({
      'webhook-timestamp': seconds,
      'webhook-signature': headers.get('webhook-signature'),
    });
    const keysOf = (json: string): string[][] => {
      const value = JSON.parse(json) as { data: object };
      return [Object.keys(value), Object.keys(value.data)];
    };
    expect(keysOf(body)).toEqual(keysOf(webhookBody(aMessage())));
  });
});
