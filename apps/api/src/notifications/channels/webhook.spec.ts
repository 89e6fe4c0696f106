import { createHmac } from 'node:crypto';
import { Outgoing } from '../../outgoing/outgoing';
import { aMessage, hostileName } from '../testing/a-message';
import { startHttpSink, type HttpSink } from '../testing/http-sink';
import { DeliveryError } from './delivery-error';
import { retryAfterOf } from './post-json';
import { signWebhook } from './sign-webhook';
import { webhook } from './webhook';

describe('a webhook', () => {
  let sink: HttpSink;
  beforeEach(async () => {
    sink = await startHttpSink();
  });
  afterEach(() => sink.close());

  const stop = new AbortController();
  const context = {
    outgoing: new Outgoing({ allowPrivateNetworks: true }),
    signal: stop.signal,
    done: [],
    publicUrl: new URL('https://stowbase.example/'),
  };
  const signingKey = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

  it('P-NOTIFY-7 is signed as Standard Webhooks says: its own example comes out the same', () => {
    // https://github.com/standard-webhooks/standard-webhooks: the example of its libraries' tests, and of docs/notifications.md.
    const at = new Date(1_614_265_330_000);
    expect(signWebhook({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', at }, signingKey)).toEqual({
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('P-NOTIFY-7 a receiver can prove who sent the bytes it got, when, and that it has them already', async () => {
    const message = aMessage({ text: hostileName });
    await webhook.send({ url: `${sink.url}/hook?token=abc`, signingKey }, message, context);
    const [{ path, headers, body, method }] = sink.requests as [HttpSink['requests'][number]];
    expect([method, path, headers['content-type']]).toEqual([
      'POST',
      '/hook?token=abc',
      'application/json; charset=utf-8',
    ]);
    const key = Buffer.from(signingKey.slice('whsec_'.length), 'base64');
    const signed = `${message.id}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(headers['webhook-id']).toBe(message.id);
    expect(JSON.parse(body)).toMatchObject({
      type: 'backup.failed',
      timestamp: message.at,
      data: { id: message.id, subject: message.subject, text: hostileName, link: message.link },
    });
  });

  it('any text may be the key; without one nothing is signed', async () => {
    const at = new Date();
    expect(signWebhook({ id: 'a', body: '{}', at }, 'a key of sixteen')).not.toEqual(
      signWebhook({ id: 'a', body: '{}', at }, 'another key of 16'),
    );
    await webhook.send({ url: sink.url }, aMessage(), context);
    expect(sink.requests[0]!.headers['webhook-signature']).toBeUndefined();
  });

  it.each([
    'ftp://hooks.example.com/',
    'javascript:alert(1)',
    'https://user:pw@hooks.example.com/',
    'hooks.example.com',
    ' ',
  ])('H48 %s is no address for it', (url) => {
    expect(() => webhook.address({ url })).toThrow();
  });

  it('H48 one that never ends its answer is left when the time is over', async () => {
    sink.answer = (_, response) => {
      response.writeHead(200);
      response.write('.');
      return undefined;
    };
    const outgoing = {
      ...context.outgoing,
      request: (given: Parameters<Outgoing['request']>[0]) => context.outgoing.request({ ...given, timeoutMs: 200 }),
    };
    const failed: unknown = await webhook
      .send({ url: sink.url }, aMessage(), { ...context, outgoing })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DeliveryError);
    expect(failed).toMatchObject({ code: 'NOT_REACHED', retry: true });
  });

  it.each([
    ['120', 120],
    ['0.5', 1],
    ['Sat, 28 Nov 2026 02:30:10 GMT', 10],
    ['Sat, 28 Nov 2026 02:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    [undefined, null],
  ])('P-NOTIFY-5 Retry-After: %s', (text, seconds) => {
    const headers = text === undefined ? {} : { 'retry-after': text };
    expect(retryAfterOf({ headers }, Date.parse('2026-11-28T02:30:00Z'))).toBe(seconds);
  });
});
