import { putBuffer } from '@stowbase/storage';
import { memoryStorage } from '@stowbase/storage/testing';
import { DestinationBandwidth } from './destination-bandwidth.service';

describe('P-DEST-2 the bandwidth limit of a destination', () => {
  /** A clock that only goes on when somebody waits. */
  function stopped() {
    let time = 0;
    return {
      now: () => time,
      wait: (ms: number) => {
        time += ms;
        return Promise.resolve();
      },
    };
  }

  const bytes = Buffer.alloc(1024 * 1024);

  it('is one for all that goes there', async () => {
    const clock = stopped();
    const bandwidth = new DestinationBandwidth(clock);
    const destination = { id: 'one', bandwidthLimit: 1024 * 1024 };
    const storages = [1, 2, 3].map(() => bandwidth.limited(destination, memoryStorage()));
    for (const storage of storages) await putBuffer(storage, 'a', bytes);
    // Three MiB at one a second: whoever has had its turn last doesn't wait for it to be over.
    expect(Math.round(clock.now() / 100)).toBe(30);
  });

  it('is not shared with another one, and none is none', async () => {
    const clock = stopped();
    const bandwidth = new DestinationBandwidth(clock);
    await putBuffer(bandwidth.limited({ id: 'one', bandwidthLimit: 1024 * 1024 }, memoryStorage()), 'a', bytes);
    const after = clock.now();
    const free = memoryStorage();
    expect(bandwidth.limited({ id: 'two', bandwidthLimit: null }, free)).toBe(free);
    await putBuffer(bandwidth.limited({ id: 'three', bandwidthLimit: 1e9 }, memoryStorage()), 'a', bytes);
    expect(clock.now() - after).toBeLessThan(2);
  });

  it('that is changed holds for what is under way', async () => {
    const clock = stopped();
    const bandwidth = new DestinationBandwidth(clock);
    const storage = bandwidth.limited({ id: 'one', bandwidthLimit: 16 * 1024 }, memoryStorage());
    bandwidth.changed({ id: 'one', bandwidthLimit: null });
    await putBuffer(storage, 'a', bytes);
    expect(clock.now()).toBeLessThan(1);
  });
});
