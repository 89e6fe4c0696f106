import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { OutputPipe } from './output-pipe';

const megabytes = 1024 * 1024;

/** A child that runs `script` in a shell and writes to the pipe. */
async function child(script: string): Promise<{ pipe: OutputPipe; process: ChildProcess }> {
  const pipe = await OutputPipe.open();
  const process = pipe.handOver((end) => spawn('/bin/sh', ['-c', script], { stdio: ['ignore', end, 'inherit'] }));
  return { pipe, process };
}

describe('the pipe of a tool', () => {
  it('gives every byte in order, however slowly it is read, in pieces that stay until the next is asked for', async () => {
    const { pipe, process } = await child(`head -c ${20 * megabytes} /dev/zero | tr '\\0' 'x'; printf end`);
    const exited = once(process, 'exit');
    let [bytes, largest, piece] = [0, 0, 0];
    let last = '';
    for (let chunk = await pipe.next(); chunk !== null; chunk = await pipe.next()) {
      const before = createHash('sha1').update(chunk).digest('hex');
      if (piece++ % 7 === 0) for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      expect(createHash('sha1').update(chunk).digest('hex')).toBe(before);
      bytes += chunk.length;
      largest = Math.max(largest, chunk.length);
      last = chunk.toString('latin1', Math.max(0, chunk.length - 3));
    }
    await exited;
    expect(bytes).toBe(20 * megabytes + 3);
    expect(last.endsWith('end')).toBe(true);
    expect(largest).toBeLessThanOrEqual(384 * 1024);
  });

  it('holds the child back while nobody reads', async () => {
    const { pipe, process } = await child(`head -c ${4 * megabytes} /dev/zero`);
    let ended = false;
    process.once('exit', () => (ended = true));
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    expect(ended).toBe(false);
    let bytes = 0;
    for (let chunk = await pipe.next(); chunk !== null; chunk = await pipe.next()) bytes += chunk.length;
    expect(bytes).toBe(4 * megabytes);
  });

  it('keeps what a child wrote that has ended before anybody read', async () => {
    const { pipe, process } = await child('printf early');
    await once(process, 'exit');
    expect((await pipe.next())?.toString()).toBe('early');
    expect(await pipe.next()).toBeNull();
    expect(await pipe.next()).toBeNull();
  });

  it('gives a few bytes without waiting for more', async () => {
    const { pipe, process } = await child('printf few; exec sleep 1000');
    expect((await pipe.next())?.toString()).toBe('few');
    process.kill();
    expect(await pipe.next()).toBeNull();
  });

  it('ends a child that writes to a destroyed pipe, and leaves no folder behind', async () => {
    const { pipe, process } = await child('while :; do echo x; done 2>/dev/null');
    pipe.destroy();
    const [code, signal] = (await once(process, 'exit')) as [number | null, string | null];
    expect(code !== 0 || signal !== null).toBe(true);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`stowbase-run-${globalThis.process.pid}-`))).toEqual(
      [],
    );
  });
});
