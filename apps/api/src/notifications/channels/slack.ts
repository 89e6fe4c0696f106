import type { Message } from '../message/message';
import { cut } from '../message/message';
import { addressOfUrl, defineChannel } from './channel-type';
import { DeliveryError } from './delivery-error';
import { postJson } from './post-json';
import { secretUrl } from './url-field';

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slack = defineChannel({
  type: 'slack',
  title: 'Slack',
  summary: 'A message in a Slack channel.',
  help: 'In Slack: create an app, switch on "Incoming Webhooks", add one for your channel, and copy its address.',
  fields: [secretUrl('The address of the incoming webhook: https://hooks.slack.com/services/…')],
  address: ({ url }) => addressOfUrl(url, 'url', 'Address'),
  async send({ url }, message, context) {
    await postJson(context, {
      url,
      body: JSON.stringify(slackMessage(message)),
      name: 'Slack',
      explain: ({ body }) => explained(body.toString('latin1')),
    });
  },
});

/** Blocks of plain text: nothing in a name is read as a link, a mention or an emoji. Lengths: https://docs.slack.dev/reference/block-kit/blocks */
export function slackMessage(message: Message): object {
  const { subject, text, effect, nextStep, fields, link } = message;
  const plain = (value: string, longest: number): object => ({
    type: 'plain_text',
    text: cut(value, longest),
    emoji: false,
  });
  const lines = [text, effect, nextStep].filter((line) => line !== null).join('\n');
  return {
    text: cut(escaped(subject), 3_000),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: plain(subject, 150) },
      { type: 'section', text: plain(lines, 3_000) },
      ...(fields.length === 0
        ? []
        : [
            {
              type: 'section',
              fields: fields.slice(0, 10).map(({ label, value }) => plain(`${label}\n${value}`, 2_000)),
            },
          ]),
      ...(link === null
        ? []
        : [{ type: 'section', text: { type: 'mrkdwn', text: `<${link}|Open in Stowbase>`, verbatim: true } }]),
    ],
  };
}

/** Of the text that stands in a notification of the phone: https://docs.slack.dev/messaging/formatting-message-text */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** https://docs.slack.dev/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks: one word in the body. */
function explained(word: string): DeliveryError | null {
  const known = words[word.trim()];
  if (known === undefined) return null;
  const [code, text, nextStep, retry] = known;
  return new DeliveryError(code, text, { nextStep, retry });
}

const words: Readonly<Record<string, readonly [DeliveryError['code'], string, string, boolean]>> = {
  invalid_payload: ['REFUSED', 'Slack could not read the message.', 'Check that the address is one of Slack.', false],
  invalid_blocks: ['REFUSED', 'Slack could not read the message.', 'Check that the address is one of Slack.', false],
  no_text: ['REFUSED', 'Slack could not read the message.', 'Check that the address is one of Slack.', false],
  user_not_found: ['NOT_FOUND', 'Slack does not know who it is for.', 'Create the webhook anew.', false],
  action_prohibited: [
    'SIGN_IN',
    'The Slack workspace does not allow this webhook to post there.',
    'Ask an administrator of the workspace.',
    true,
  ],
  posting_to_general_channel_denied: [
    'SIGN_IN',
    'The Slack workspace does not allow this webhook to post there.',
    'Choose another channel for the webhook.',
    true,
  ],
  channel_not_found: ['NOT_FOUND', 'The Slack channel does not exist any more.', 'Create the webhook anew.', true],
  channel_is_archived: ['NOT_FOUND', 'The Slack channel is archived.', 'Choose another channel for the webhook.', true],
  no_service: ['NOT_FOUND', 'Slack does not know this webhook any more.', 'Create the webhook anew.', true],
  no_team: ['NOT_FOUND', 'Slack does not know the workspace of this webhook.', 'Create the webhook anew.', true],
  invalid_token: ['SIGN_IN', 'Slack does not accept the address of the webhook.', 'Copy the address again.', true],
};
