import { aProgress, MiB } from '../../testing/backups';
import { bottleneckOf } from './bottleneck';
import { Throughput } from './throughput';

const copies = (local: number, cloud: number) => [
  { copyId: 'local', name: 'Local disk', status: 'uploading' as const, storedBytes: local * MiB },
  { copyId: 'cloud', name: 'Nextcloud', status: 'uploading' as const, storedBytes: cloud * MiB },
];

describe('P-WEB-153 the speed of a run', () => {
  it('is the mean of two seconds, of what was read, written and taken by each destination', () => {
    const seen = new Throughput();
    for (let at = 0; at <= 4_000; at += 250) {
      const second = at / 1_000;
      seen.add(
        at,
        aProgress({ rawBytes: second * 10 * MiB, archiveBytes: second * MiB, copies: copies(second, second / 2) }),
      );
    }
    const rates = seen.at(4_000);
    expect(rates.raw).toBeCloseTo(10 * MiB, -2);
    expect(rates.archive).toBeCloseTo(MiB, -2);
    expect(rates.copies.get('cloud')).toBeCloseTo(MiB / 2, -2);
  });

  it('is what the service says until the page has seen enough, and falls to nothing when nothing is told any more', () => {
    const seen = new Throughput();
    expect(seen.at(0).raw).toBeNull();
    seen.add(0, aProgress({ bytesPerSecond: 7 }));
    expect(seen.at(100).raw).toBe(7);
    expect(seen.at(100).archive).toBeNull();
    seen.add(500, aProgress({ rawBytes: 110 * MiB }));
    expect(seen.at(500).raw).toBe(20 * MiB);
    expect(seen.at(9_000).raw).toBe(0);
  });

  it('begins anew with a new attempt or snapshot', () => {
    const seen = new Throughput();
    seen.add(0, aProgress({ rawBytes: 100 * MiB }));
    seen.add(2_000, aProgress({ rawBytes: 0, bytesPerSecond: null }));
    expect(seen.at(2_100).raw).toBeNull();
  });

  it('knows since when a destination that is behind has taken nothing; one that has everything waits for us', () => {
    const seen = new Throughput();
    seen.add(0, aProgress({ archiveBytes: 10 * MiB, copies: copies(10, 9) }));
    expect(seen.at(34_000).quiet).toEqual(new Map([['cloud', 34]]));
    seen.add(40_000, aProgress({ archiveBytes: 12 * MiB, rawBytes: 120 * MiB, copies: copies(10, 9) }));
    expect(seen.at(41_000).quiet).toEqual(
      new Map([
        ['local', 1],
        ['cloud', 41],
      ]),
    );
    expect(seen.at(71_000).quietDump).toBe(31);
  });
});

describe('P-WEB-154 the bottleneck', () => {
  const after = (seconds: number, change: Parameters<typeof aProgress>[0]) => {
    const seen = new Throughput();
    seen.add(0, aProgress());
    const last = aProgress(change);
    seen.add(seconds * 1_000, last);
    return bottleneckOf(last, seen.at(seconds * 1_000));
  };

  it('is the dump when we wait for the database', () =>
    expect(after(4, { waitedForDump: 3.5, waitedForArchive: 0.2 })).toEqual({ is: 'dump' }));

  it('is the destination that much waits for, when the database waits', () => {
    const waiting = { waitedForArchive: 3, archiveBytes: 40 * MiB, copies: copies(39, 25) };
    expect(after(4, waiting)).toMatchObject({ is: 'copy', copy: { name: 'Nextcloud' } });
  });

  it('is this machine, when the database waits and no destination is behind', () =>
    expect(after(4, { waitedForArchive: 3, copies: copies(10, 9) })).toEqual({ is: 'compress' }));

  it.each([
    ['before it has been seen for two seconds', 1, { waitedForDump: 1 }],
    ['when both wait about as long', 4, { waitedForDump: 1.4, waitedForArchive: 1.2 }],
    ['when nobody waits much', 4, { waitedForDump: 0.3 }],
    ['before anything is read', 4, { stage: 'snapshot', waitedForDump: 3 }],
  ] as const)('is nobody %s', (_, seconds, change) => expect(after(seconds, change)).toBeNull());
});
