import { rejection } from '../../../testing/conformance/content';
import { BodyQueue } from './body-queue';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a body that is written chunk by chunk', () => {
  it('holds no more than one chunk: the next is asked for when that was taken', async () => {
    const body = new BodyQueue();
    const reader = body[Symbol.asyncIterator]();
    let taken = false;
    const pushed = body.push(Buffer.from('a')).then(() => (taken = true));
    expect(await reader.next()).toEqual({ done: false, value: Buffer.from('a') });
    await turn();
    expect(taken).toBe(false);
    const second = reader.next();
    await pushed;
    void body.push(Buffer.from('b'));
    expect((await second).value).toEqual(Buffer.from('b'));
    const last = reader.next();
    await turn();
    body.end();
    expect((await last).done).toBe(true);
    expect(() => body.demandRead()).not.toThrow();
  });

  it('is not whole for a server that answered before it had been read to its end', async () => {
    const body = new BodyQueue();
    const reader = body[Symbol.asyncIterator]();
    void body.push(Buffer.from('a'));
    expect(() => body.demandRead()).toThrow('before it had the whole body');
    await reader.next();
    expect(() => body.demandRead()).toThrow('before it had the whole body');
    body.end();
    expect(() => body.demandRead()).toThrow('before it had the whole body');
    await reader.next();
    expect(() => body.demandRead()).not.toThrow();
  });

  it('lets go of a reader that waits when nobody shall read on', async () => {
    const body = new BodyQueue();
    const waiting = rejection(body[Symbol.asyncIterator]().next());
    await turn();
    body.stop();
    expect(await waiting).toBeInstanceOf(Error);
  });
});
