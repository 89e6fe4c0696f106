import { cut, plainText } from '../message/message';
import { addressOfUrl, defineChannel } from './channel-type';
import { DeliveryError } from './delivery-error';
import { busy, jsonOf, postJson, retryAfterOf } from './post-json';
import type { OutgoingReply } from '../../outgoing/request-types';

/** https://core.telegram.org/bots/api#sendmessage: 1–4096 characters. */
const longestText = 4_096;

export const telegram = defineChannel({
  type: 'telegram',
  title: 'Telegram',
  summary: 'A message of your own bot in a Telegram chat.',
  help: 'Make a bot with @BotFather and copy its token; write to the bot (or add it to the group), and enter the id of the chat.',
  fields: [
    {
      name: 'botToken',
      label: 'Token of the bot',
      help: 'As @BotFather gave it: digits, a colon and letters.',
      kind: 'secret',
      required: true,
      pattern: {
        source: String.raw`\d{1,20}:[A-Za-z0-9_-]{20,100}`,
        message: 'must be a token as @BotFather gives it',
      },
    },
    {
      name: 'chatId',
      label: 'Chat',
      help: 'The id of the chat (a number, below zero for groups) or @name of a channel.',
      kind: 'text',
      required: true,
      pattern: { source: String.raw`-?\d{1,20}|@[A-Za-z0-9_]{4,64}`, message: 'must be a number or @name' },
      example: '-1001234567890',
    },
    {
      name: 'topicId',
      label: 'Topic',
      help: 'The id of the topic in a group that has topics.',
      kind: 'integer',
      min: 1,
      max: 2_147_483_647,
      group: 'Advanced',
    },
    {
      name: 'server',
      label: 'Server of the Bot API',
      help: 'Another one only when you run the Bot API server yourself.',
      kind: 'url',
      default: 'https://api.telegram.org',
      group: 'Advanced',
    },
  ],
  address: ({ server }) => addressOfUrl(server, 'server', 'Server of the Bot API'),
  async send({ botToken, chatId, topicId, server }, message, context) {
    const reply = await postJson(context, {
      url: `${server}/bot${botToken}/sendMessage`,
      body: JSON.stringify({
        chat_id: chatId,
        ...(topicId === undefined ? {} : { message_thread_id: topicId }),
        // Without parse_mode nothing in it is markup.
        text: cut(`${message.subject}\n\n${plainText(message)}`, longestText),
        link_preview_options: { is_disabled: true },
      }),
      name: 'Telegram',
      explain: explained,
    });
    // https://core.telegram.org/bots/api#making-requests: `ok` says whether it was done.
    if (jsonOf(reply)?.['ok'] !== true) throw explained(reply) ?? notTelegram();
  },
});

/** `{ ok: false, error_code, description, parameters: { retry_after } }`: https://core.telegram.org/bots/api#responseparameters */
function explained(reply: OutgoingReply): DeliveryError | null {
  const body = jsonOf(reply);
  const description = typeof body?.['description'] === 'string' ? body['description'] : '';
  if (body?.['error_code'] === 429 || reply.status === 429) {
    const parameters = body?.['parameters'];
    const after =
      typeof parameters === 'object' && parameters !== null && 'retry_after' in parameters
        ? parameters.retry_after
        : null;
    return busy('Telegram', typeof after === 'number' ? Math.ceil(after) : retryAfterOf(reply));
  }
  if (reply.status === 401 || (reply.status === 404 && body !== undefined))
    return new DeliveryError('SIGN_IN', 'Telegram does not know the token of the bot.', {
      nextStep: 'Copy the token from @BotFather again.',
      retry: true,
    });
  if (/chat not found/i.test(description))
    return new DeliveryError('NOT_FOUND', 'Telegram does not know the chat, or the bot is not in it.', {
      nextStep: 'Write to the bot first, or add it to the group; then check the id of the chat.',
      retry: true,
    });
  if (reply.status === 403)
    return new DeliveryError('SIGN_IN', 'The bot may not write in this Telegram chat.', {
      nextStep: 'Unblock the bot, or add it to the group again.',
      retry: true,
    });
  return null;
}

const notTelegram = (): DeliveryError =>
  new DeliveryError('REFUSED', 'What answered is not the Bot API of Telegram.', {
    nextStep: 'Check the server of the Bot API.',
    retry: true,
  });
