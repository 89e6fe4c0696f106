import { cut, type Message, type Tone } from '../message/message';
import { addressOfUrl, defineChannel } from './channel-type';
import { busy, jsonOf, postJson, retryAfterOf } from './post-json';
import { secretUrl } from './url-field';

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
export const discord = defineChannel({
  type: 'discord',
  title: 'Discord',
  summary: 'A message in a Discord channel.',
  help: 'In Discord: settings of the channel, Integrations, Webhooks, New Webhook, Copy Webhook URL.',
  fields: [secretUrl('The address of the webhook: https://discord.com/api/webhooks/…')],
  address: ({ url }) => addressOfUrl(url, 'url', 'Address'),
  async send({ url }, message, context) {
    await postJson(context, {
      url,
      body: JSON.stringify(discordMessage(message)),
      name: 'Discord',
      // https://discord.com/developers/docs/topics/rate-limits: `retry_after` in seconds, with parts of one.
      explain: (reply) => {
        if (reply.status !== 429) return null;
        const seconds = jsonOf(reply)?.['retry_after'];
        return busy('Discord', typeof seconds === 'number' ? Math.ceil(seconds) : retryAfterOf(reply));
      },
    });
  },
});

const colours: Readonly<Record<Tone, number>> = { ok: 0x2e7d32, info: 0x1565c0, warn: 0xed6c02, bad: 0xc62828 };

/** Lengths: https://discord.com/developers/docs/resources/message#embed-object-embed-limits, 6,000 characters in all. */
export function discordMessage(message: Message): object {
  const { subject, text, effect, nextStep, fields, link, tone, at, id } = message;
  const lines = [text, effect, nextStep].filter((line) => line !== null).join('\n\n');
  return {
    // Nobody is called by a name that looks like @everyone.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(markdownEscaped(subject), 256),
        description: cut(markdownEscaped(lines), 2_000),
        ...(link === null ? {} : { url: link }),
        color: colours[tone],
        timestamp: at,
        fields: fields.slice(0, 12).map(({ label, value }) => ({
          name: cut(markdownEscaped(label), 100),
          value: cut(markdownEscaped(value), 200),
          inline: true,
        })),
        footer: { text: `Stowbase · ${id}` },
      },
    ],
  };
}

/** https://support.discord.com/hc/en-us/articles/210298617: a backslash takes the meaning from a character. */
const markdownEscaped = (text: string): string => text.replaceAll(/[\\*_~`|>#[\]()<:@-]/g, String.raw`\$&`);
