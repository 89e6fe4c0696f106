import { cut, plainText, type Tone } from '../message/message';
import { addressOfUrl, defineChannel } from './channel-type';
import { postJson } from './post-json';

/** https://docs.ntfy.sh/publish/#publish-as-json: in the body nothing can become a header. */
export const ntfy = defineChannel({
  type: 'ntfy',
  title: 'ntfy',
  summary: 'A notification on your phone, by ntfy.sh or your own ntfy server.',
  help: 'Choose a topic that nobody guesses, and subscribe to it in the ntfy app.',
  fields: [
    {
      name: 'server',
      label: 'Server',
      help: 'Your own one, or ntfy.sh.',
      kind: 'url',
      allowPath: true,
      default: 'https://ntfy.sh',
    },
    {
      name: 'topic',
      label: 'Topic',
      help: 'Whoever knows it can read the messages of a public server: it is kept like a password.',
      kind: 'secret',
      required: true,
      pattern: { source: '[A-Za-z0-9_-]{1,64}', message: 'must be 1–64 letters, digits, "_" or "-"' },
    },
    {
      name: 'token',
      label: 'Access token',
      help: 'For a server or topic that asks for a sign-in; begins with tk_.',
      kind: 'secret',
      pattern: { source: '[A-Za-z0-9_.-]{4,200}', message: 'must be letters, digits, "_", "." or "-"' },
    },
  ],
  address: ({ server }) => addressOfUrl(server, 'server', 'Server'),
  async send({ server, topic, token }, message, context) {
    const { subject, tone, link } = message;
    await postJson(context, {
      url: server,
      body: JSON.stringify({
        topic,
        title: cut(subject, 200),
        // Longer ones than 4,096 bytes become an attachment: https://docs.ntfy.sh/publish/#limitations
        message: cut(plainText(message), 1_300),
        priority: priorities[tone],
        tags: [tags[tone]],
        ...(link === null ? {} : { click: link }),
      }),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      name: 'ntfy',
    });
  },
});

/** https://docs.ntfy.sh/publish/#message-priority: 1 least, 3 usual, 5 most. */
const priorities: Readonly<Record<Tone, number>> = { ok: 2, info: 3, warn: 4, bad: 5 };
/** https://docs.ntfy.sh/emojis/ */
const tags: Readonly<Record<Tone, string>> = {
  ok: 'white_check_mark',
  info: 'information_source',
  warn: 'warning',
  bad: 'rotating_light',
};
