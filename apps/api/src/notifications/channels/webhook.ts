import { addressOfUrl, defineChannel } from './channel-type';
import { longestUrl, urlPattern } from './url-field';
import { postJson } from './post-json';
import { signWebhook } from './sign-webhook';
import { webhookBody } from './webhook-body';

/** Signed as https://github.com/standard-webhooks/standard-webhooks says, version 1.0.0, so that its libraries verify it. */
export const webhook = defineChannel({
  type: 'webhook',
  title: 'Webhook',
  summary: 'A POST with JSON to an address of yours, signed.',
  help: 'Choose a signing key and give it to the receiver as well, so that it can tell our messages from others.',
  fields: [
    {
      name: 'url',
      label: 'Address',
      help: 'Where the message is posted to. It is kept like a password, since such addresses often hold one.',
      kind: 'secret',
      required: true,
      pattern: urlPattern,
      max: longestUrl,
    },
    {
      name: 'signingKey',
      label: 'Signing key',
      help: 'Signs each message with HMAC-SHA256. Any text, or whsec_ followed by base64.',
      kind: 'secret',
      min: 16,
      max: 500,
    },
  ],
  address: ({ url }) => addressOfUrl(url, 'url', 'Address'),
  async send({ url, signingKey }, message, context) {
    const body = webhookBody(message);
    const signature = signingKey === undefined ? {} : signWebhook({ id: message.id, body, at: new Date() }, signingKey);
    await postJson(context, { url, body, headers: { 'webhook-id': message.id, ...signature }, name: 'The receiver' });
  },
});
