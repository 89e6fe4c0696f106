import { Outgoing } from '../../../outgoing/outgoing';
import { certificateFor } from '../../../outgoing/testing/certificate';
import { namesOf } from '../../../outgoing/testing/network';
import { aMessage, hostileName } from '../../testing/a-message';
import { startMailSink, type MailSink } from '../../testing/mail-sink';
import type { ChannelSettings } from '../channel-type';
import { DeliveryError } from '../delivery-error';
import { email } from './email';

const host = 'mail.example.test';
const names = namesOf({ [host]: ['127.0.0.1'], 'public.example.test': ['93.184.216.34'] });

describe('e-mail over a real SMTP server', () => {
  let sink: MailSink;
  let ca: string;
  let key: string;
  const outgoing = new Outgoing({ allowPrivateNetworks: true, lookup: names.lookup });

  beforeAll(async () => {
    const certificate = await certificateFor(host);
    ca = certificate.cert;
    key = certificate.key;
  });
  afterEach(() => sink.close());

  const settings = (change: ChannelSettings = {}): ChannelSettings => ({
    host,
    port: sink.port,
    security: 'starttls',
    user: 'mailer',
    password: 'a password for mail',
    from: 'stowbase@example.com',
    to: 'ann@example.com',
    ca,
    ...change,
  });
  const send = (
    change: ChannelSettings = {},
    message = aMessage(),
    done: string[] = [],
    through: Outgoing = outgoing,
  ): Promise<void> => {
    const context = { outgoing: through, signal: new AbortController().signal, done };
    return email.send(settings(change), message, { ...context, publicUrl: new URL('https://stowbase.example/') });
  };
  const failure = async (sending: Promise<void>): Promise<DeliveryError> => {
    const error: unknown = await sending.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DeliveryError);
    return error as DeliveryError;
  };
  const starttls = async (): Promise<void> => {
    sink = await startMailSink({ key, cert: ca });
  };

  it('P-NOTIFY-1 arrives after STARTTLS and a sign-in, with text and HTML, and nothing of it in the clear', async () => {
    await starttls();
    const message = aMessage();
    await send({ to: 'ann@example.com; ben@example.com' }, message);
    expect(sink.mails).toHaveLength(1);
    const [mail] = sink.mails;
    expect(mail).toMatchObject({ to: ['ann@example.com', 'ben@example.com'], user: 'mailer', encrypted: true });
    expect(mail!.raw).toContain(`Message-ID: <${message.id}@stowbase.example>`);
    expect(mail!.raw).toContain('Subject: Failed: backup of Shop');
    expect(mail!.raw).toMatch(/Content-Type: text\/plain[^]*Content-Type: text\/html/);
    expect(sink.clear[0]).toMatch(/^EHLO /);
    expect(sink.clear.slice(0, 2).join('')).not.toContain('AUTH');
  });

  it('P-NOTIFY-1 arrives over TLS from the start', async () => {
    sink = await startMailSink({ key, cert: ca, secure: true });
    await send({ security: 'tls' });
    expect(sink.mails).toMatchObject([{ encrypted: true, user: 'mailer' }]);
  });

  it('P-NOTIFY-2 is not sent when the server has no STARTTLS, or a certificate that nobody vouches for', async () => {
    sink = await startMailSink({ key, cert: ca, hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await failure(send())).toMatchObject({ code: 'TLS', retry: true });
    expect([sink.mails, sink.clear.join('').includes('AUTH')]).toEqual([[], false]);
    await sink.close();
    await starttls();
    const withoutCa = without(settings(), 'ca');
    const plain = { outgoing, signal: new AbortController().signal, done: [], publicUrl: new URL('https://x.example') };
    expect(await failure(email.send(withoutCa, aMessage(), plain))).toMatchObject({ code: 'TLS' });
    expect(sink.mails).toEqual([]);
  });

  it('without encryption is sent in the own network only', async () => {
    sink = await startMailSink({ hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] });
    const open = without(settings(), 'user', 'password', 'ca');
    const context = {
      outgoing,
      signal: new AbortController().signal,
      done: [],
      publicUrl: new URL('https://x.example'),
    };
    await email.send({ ...open, security: 'none' }, aMessage(), context);
    expect(sink.mails).toHaveLength(1);
    const elsewhere = email.send({ ...open, host: 'public.example.test', security: 'none' }, aMessage(), context);
    expect(await failure(elsewhere)).toMatchObject({ code: 'ADDRESS_REFUSED', retry: false });
  });

  it('H48 goes to no private address unless that is allowed, as a name and as a literal', async () => {
    await starttls();
    const guarded = new Outgoing({ allowPrivateNetworks: false, lookup: names.lookup });
    for (const private_ of [host, '127.0.0.1', '169.254.169.254'])
      expect(await failure(send({ host: private_ }, aMessage(), [], guarded))).toMatchObject({
        code: 'ADDRESS_REFUSED',
        retry: false,
      });
    expect(sink.clear).toEqual([]);
  });

  it('P-NOTIFY-3 a refusal (550) is told by address and not tried again', async () => {
    await starttls();
    sink.habits.rcpt = () => 550;
    expect(await failure(send())).toMatchObject({
      code: 'RECIPIENT_REFUSED',
      message: 'The mail server does not take mail for ann@example.com (550).',
      retry: false,
      done: [],
    });
  });

  it('P-NOTIFY-3 greylisting (451) is tried again, and only for those who do not have it', async () => {
    await starttls();
    sink.habits.rcpt = (address) => (address.startsWith('ben') ? 451 : null);
    const to = 'ann@example.com, ben@example.com';
    const message = aMessage();
    const first = await failure(send({ to }, message));
    expect(first).toMatchObject({ code: 'TRY_LATER', retry: true, done: ['ann@example.com'] });
    sink.habits.rcpt = () => null;
    await send({ to }, message, [...first.done]);
    expect(sink.mails.map((mail) => mail.to)).toEqual([['ann@example.com'], ['ben@example.com']]);
    const ids = sink.mails.map(({ raw }) => /Message-ID: (.*)/.exec(raw)?.[1]);
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    ['cut in the middle of the mail', 'cut', { code: 'NOT_REACHED', retry: true }],
    ['a full disk (452)', 452, { code: 'TRY_LATER', retry: true }],
    ['a refused mail (554)', 554, { code: 'REFUSED', retry: false }],
  ] as const)('P-NOTIFY-3 %s is told, and never counts as delivered', async (_, data, expected) => {
    await starttls();
    sink.habits.data = data;
    expect(await failure(send())).toMatchObject(expected);
    expect(sink.mails).toEqual([]);
  });

  it('P-NOTIFY-3 a wrong password is told without it, and not tried again and again', async () => {
    await starttls();
    const error = await failure(send({ password: 'c4nary-mail-password' }));
    expect(error).toMatchObject({ code: 'SIGN_IN', retry: false });
    expect(`${error.message} ${error.nextStep} ${String(error.cause)}`).not.toContain('c4nary');
  });

  it('a server that is away is tried again', async () => {
    await starttls();
    const { port } = sink;
    await sink.close();
    expect(await failure(send({ port }))).toMatchObject({ code: 'NOT_REACHED', retry: true });
    await starttls();
  });

  it('H31 H32 a hostile name becomes no header and no markup', async () => {
    await starttls();
    const text = `${hostileName} é`;
    await send({}, aMessage({ subject: `Failed: ${text}\r\nBcc: evil@example.com`, text }));
    const { raw, to } = sink.mails[0]!;
    expect(to).toEqual(['ann@example.com']);
    const headers = raw.slice(0, raw.search(/\r?\n\r?\n/));
    expect(headers).toContain('Subject: =?UTF-8?Q?');
    expect(headers).not.toMatch(/^Bcc:/im);
    const html = /Content-Type: text\/html[^]*/
      .exec(raw)![0]
      .replaceAll(/=\r?\n/g, '')
      .replaceAll('=3D', '=');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toMatch(/<img|<at>/);
  });

  it.each([
    ['a line end', 'a@example.com\nBcc: b@example.com'],
    ['a name', 'Ann <ann@example.com>'],
    ['quotes', '"a b"@example.com'],
    ['no host', 'ann'],
    ['a command', 'ann@example.com> RCPT TO:<b@example.com'],
    ['nothing', ' , '],
    ['51 of them', Array.from({ length: 51 }, (_, n) => `a${n}@example.com`).join(',')],
  ])('H32 an address with %s is refused', async (_, to) => {
    await starttls();
    expect(() => email.address(settings({ to }))).toThrow();
    expect(() => email.address(settings({ from: to }))).toThrow();
  });
});

const without = (settings: ChannelSettings, ...names: string[]): ChannelSettings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
