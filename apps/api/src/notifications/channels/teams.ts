import { cut, type Message, type Tone } from '../message/message';
import { addressOfUrl, defineChannel } from './channel-type';
import { postJson } from './post-json';
import { secretUrl } from './url-field';

/**
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using: the Workflows app takes Adaptive Cards
 * only, and answers 202 for what it took.
 */
export const teams = defineChannel({
  type: 'teams',
  title: 'Microsoft Teams',
  summary: 'A card in a Teams channel or chat, by the Workflows app.',
  help: 'In Teams: Workflows, "Send webhook alerts to a channel", and copy the address it shows at the end.',
  fields: [secretUrl('The address of the workflow, from https:// to the end of its signature.')],
  address: ({ url }) => addressOfUrl(url, 'url', 'Address'),
  async send({ url }, message, context) {
    await postJson(context, { url, body: JSON.stringify(teamsMessage(message)), name: 'Microsoft Teams' });
  },
});

const colours: Readonly<Record<Tone, string>> = { ok: 'Good', info: 'Accent', warn: 'Warning', bad: 'Attention' };

/** 28 KB at most: https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
export function teamsMessage(message: Message): object {
  const { subject, text, effect, nextStep, fields, link, tone } = message;
  const block = (value: string, more: object = {}): object => ({
    type: 'TextBlock',
    text: cut(markdownEscaped(value), 1_000),
    wrap: true,
    ...more,
  });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(subject, { weight: 'Bolder', size: 'Medium', color: colours[tone] }),
            ...[text, effect, nextStep].filter((line) => line !== null).map((line) => block(line)),
            ...(fields.length === 0
              ? []
              : [
                  {
                    type: 'FactSet',
                    facts: fields.slice(0, 10).map(({ label, value }) => ({
                      title: cut(markdownEscaped(label), 100),
                      value: cut(markdownEscaped(value), 200),
                    })),
                  },
                ]),
          ],
          actions: link === null ? [] : [{ type: 'Action.OpenUrl', title: 'Open in Stowbase', url: link }],
        },
      },
    ],
  };
}

/** Text blocks read a part of Markdown, and `<at>`: https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features */
const markdownEscaped = (text: string): string =>
  text.replaceAll(/[\\*_[\]()#>~`+-]/g, String.raw`\$&`).replaceAll('<', '&lt;');
