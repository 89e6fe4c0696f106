import { Outgoing } from '../../outgoing/outgoing';
import { aMessage, hostileName } from '../testing/a-message';
import { discordDouble, ntfyDouble, slackDouble, teamsDouble, telegramDouble, type Double } from '../testing/doubles';
import { startHttpSink, type HttpSink, type SinkAnswer } from '../testing/http-sink';
import type { ChannelSettings } from './channel-type';
import { channelTypeOf } from './channel-types';
import { DeliveryError } from './delivery-error';

interface Chat {
  readonly type: string;
  readonly double: Double;
  readonly settings: (base: string) => ChannelSettings;
}

const chats: readonly Chat[] = [
  { type: 'slack', double: slackDouble, settings: (base) => ({ url: `${base}${slackDouble.path}` }) },
  { type: 'discord', double: discordDouble, settings: (base) => ({ url: `${base}${discordDouble.path}` }) },
  {
    type: 'telegram',
    double: telegramDouble,
    settings: (server) => ({ server, botToken: '123456:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc', chatId: '-100200300' }),
  },
  { type: 'teams', double: teamsDouble, settings: (base) => ({ url: `${base}${teamsDouble.path}` }) },
  {
    type: 'ntfy',
    double: ntfyDouble,
    settings: (server) => ({ server, topic: 'c4nary_topic', token: 'tk_c4nary12345' }),
  },
];

describe.each(chats)('$type, against a double of its documents', ({ type, double, settings }) => {
  let sink: HttpSink;
  const outgoing = new Outgoing({ allowPrivateNetworks: true });
  beforeEach(async () => {
    sink = await startHttpSink(double.take);
  });
  afterEach(() => sink.close());

  const send = (message = aMessage(), through = outgoing): Promise<void> =>
    channelTypeOf(type)!.send(settings(sink.url), message, {
      outgoing: through,
      signal: new AbortController().signal,
      done: [],
      publicUrl: new URL('https://stowbase.example/'),
    });
  const failure = async (sending: Promise<void>): Promise<DeliveryError> => {
    const error: unknown = await sending.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DeliveryError);
    return error as DeliveryError;
  };
  const answering = (answer: SinkAnswer): Promise<DeliveryError> => {
    sink.answer = () => answer;
    return failure(send());
  };

  it('P-NOTIFY-4 takes what is sent: the sentence, the next step and the link are in it', async () => {
    const message = aMessage();
    await send(message);
    const [{ path, body }] = sink.requests as [HttpSink['requests'][number]];
    expect(path).toBe(double.path);
    // Where markup is escaped, only letters stay as they are.
    for (const words of [
      'The database refused the sign',
      'Enter the password again',
      'https://stowbase.example/backups/',
    ])
      expect(body).toContain(words);
  });

  it('H31 H32 takes a message of the longest and most hostile names', async () => {
    const long = `${hostileName} ${'長い'.repeat(600)}`;
    const fields = Array.from({ length: 30 }, () => ({ label: long, value: long }));
    await send(aMessage({ subject: long.slice(0, 150), text: long, effect: long, nextStep: long, fields }));
    expect(sink.requests).toHaveLength(1);
  });

  it('P-NOTIFY-5 when it is busy it is asked again after the time it names', async () => {
    expect(await answering(double.busy)).toMatchObject({ code: 'BUSY', retry: true, retryAfter: 7 });
  });

  it('P-NOTIFY-5 an address that is known no more is told, and tried again in case it is mended', async () => {
    const error = await answering(double.unknown);
    expect(['NOT_FOUND', 'SIGN_IN']).toContain(error.code);
    expect(error).toMatchObject({ retry: true });
  });

  it('P-NOTIFY-5 trouble of the server is tried again, a refused message is not', async () => {
    expect(await answering({ status: 503, headers: { 'retry-after': '9' } })).toMatchObject({
      ...{ code: 'SERVER_TROUBLE', retry: true, retryAfter: 9 },
    });
    expect(await answering({ status: 400 })).toMatchObject({ code: 'REFUSED', retry: false });
  });

  it('H48 a redirect is not followed, and a reply of 10 MB is not read', async () => {
    expect(await answering({ status: 302, headers: { location: 'http://127.0.0.1:1/' } })).toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
    expect(await answering({ status: 200, body: 'x'.repeat(10 * 1024 * 1024) })).toMatchObject({ code: 'NOT_REACHED' });
    expect(sink.requests).toHaveLength(2);
  });

  it('H48 goes to no private address unless that is allowed', async () => {
    const guarded = new Outgoing({ allowPrivateNetworks: false });
    expect(await failure(send(aMessage(), guarded))).toMatchObject({ code: 'ADDRESS_REFUSED', retry: false });
    expect(sink.requests).toEqual([]);
  });

  it('P-NOTIFY-6 what it answers is never told: neither a body nor a secret of the settings', async () => {
    const secrets = Object.values(settings(sink.url)).map(String);
    sink.answer = (request) => ({ status: 418, body: `${request.body} ${request.path} ${secrets.join(' ')} c4nary` });
    const error = await failure(send());
    const told = `${error.message} ${error.nextStep}`;
    for (const secret of ['c4nary', ...secrets.filter((each) => each.length > 11)]) expect(told).not.toContain(secret);
  });
});

describe('formats', () => {
  let sink: HttpSink;
  beforeEach(async () => {
    sink = await startHttpSink(() => ({ status: 200, body: '{"ok":true}' }));
  });
  afterEach(() => sink.close());

  const sent = async (type: string): Promise<string> => {
    const { settings } = chats.find((each) => each.type === type)!;
    const context = {
      outgoing: new Outgoing({ allowPrivateNetworks: true }),
      signal: new AbortController().signal,
      done: [],
      publicUrl: new URL('https://stowbase.example/'),
    };
    const field = { label: 'Project', value: hostileName };
    await channelTypeOf(type)!.send(
      settings(sink.url),
      aMessage({ subject: hostileName, text: hostileName, fields: [field] }),
      context,
    );
    return sink.requests[0]!.body;
  };

  it('H31 Slack is given plain text only: no mention, link or emphasis of a name', async () => {
    const body = JSON.parse(await sent('slack')) as {
      text: string;
      blocks: { text?: { type: string; text: string } }[];
    };
    expect(body.text).toContain('&lt;!channel&gt;');
    const marked = body.blocks.filter(({ text }) => text?.type === 'mrkdwn').map(({ text }) => text!.text);
    expect(marked).toEqual([
      expect.stringMatching(/^<https:\/\/stowbase\.example\/backups\/[0-9a-f-]+\|Open in Stowbase>$/),
    ]);
  });

  it('H31 Discord mentions nobody, and every mark of a name is escaped', async () => {
    const body = JSON.parse(await sent('discord')) as { allowed_mentions: object; embeds: { description: string }[] };
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.embeds[0]!.description).toContain(String.raw`\*b\* \[l\]\(http\://evil.example\) \`c\``);
  });

  it('H31 Teams shows a name as it is: no mention, link or emphasis', async () => {
    const body = await sent('teams');
    expect(body).not.toMatch(/<at>|<img/);
    const { attachments } = JSON.parse(body) as { attachments: { content: { body: { text: string }[] } }[] };
    expect(attachments[0]!.content.body[1]!.text).toContain(String.raw`\[l\]\(http://evil.example\)`);
  });

  it('H31 Telegram and ntfy are told of no markup', async () => {
    expect(await sent('telegram')).not.toMatch(/parse_mode|entities/);
    sink.requests.splice(0);
    expect(await sent('ntfy')).not.toMatch(/markdown/);
  });
});
