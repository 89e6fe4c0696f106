import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Actor } from '../accounts/access';
import { EventLog } from './event-log';
import { EventStream } from './event-stream';

/** A response whose reader can stop reading. */
class FakeResponse extends EventEmitter {
  readonly got: string[] = [];
  reads = true;
  state: 'open' | 'ended' | 'cut' = 'open';
  readonly socket = { destroySoon: (): void => undefined };

  write(bytes: Buffer): boolean {
    this.got.push(/event: (.*)/.exec(bytes.toString())?.[1] ?? '');
    return this.reads;
  }

  end(bytes: Buffer): void {
    this.write(bytes);
    this.state = 'ended';
  }

  destroy(): void {
    this.state = 'cut';
    this.emit('close');
  }
}

describe('a stream whose reader is slow', () => {
  const actor = {} as Actor;
  const opened = (keptEvents = 3) => {
    const log = new EventLog({ keptEvents, keptBytes: 1_000_000 });
    const out = new FakeResponse();
    const stream = new EventStream(actor, log, out as unknown as ServerResponse, 2, log.resume(undefined));
    const happens = (type: 'backup.status' | 'backup.progress'): void => {
      log.add({ type, id: 'a', data: {} });
      stream.flow();
    };
    return { log, out, stream, happens };
  };

  it('P-EVENT-4 has nothing waiting for it: it is written to again when it has read', () => {
    const { out, happens } = opened();
    out.reads = false;
    for (let i = 0; i < 3; i += 1) happens('backup.status');
    expect(out.got).toEqual(['ping', 'backup.status']);
    out.reads = true;
    out.emit('drain');
    expect(out.got).toEqual(['ping', 'backup.status', 'backup.status', 'backup.status']);
  });

  it('is given the newest progress only, however much there was', () => {
    const { out, happens } = opened();
    out.reads = false;
    for (let i = 0; i < 100; i += 1) happens('backup.progress');
    out.reads = true;
    out.emit('drain');
    expect(out.got).toEqual(['ping', 'backup.progress', 'backup.progress']);
  });

  it('P-EVENT-4 is cut off when it is behind what is kept', () => {
    const { out, happens } = opened();
    out.reads = false;
    for (let i = 0; i < 4; i += 1) happens('backup.status');
    expect(out.state).toBe('open');
    happens('backup.status');
    expect(out).toMatchObject({ state: 'cut', got: ['ping', 'backup.status'] });
  });

  it('P-EVENT-4 is cut off when nothing was read for some pings, also when nothing happens', () => {
    const { out, stream, happens } = opened();
    out.reads = false;
    happens('backup.status');
    stream.ping();
    expect(out.state).toBe('open');
    stream.ping();
    expect(out).toMatchObject({ state: 'cut', got: ['ping', 'backup.status'] });
  });

  it('is cut off at once when the service stops', () => {
    const { out, stream, happens } = opened();
    out.reads = false;
    happens('backup.status');
    stream.end('stopping');
    expect(out.state).toBe('cut');
  });

  it('is left alone once it is closed', () => {
    const { out, stream, happens } = opened();
    out.emit('close');
    happens('backup.status');
    stream.ping();
    stream.end('stopping');
    expect(out).toMatchObject({ state: 'open', got: ['ping'] });
  });
});
