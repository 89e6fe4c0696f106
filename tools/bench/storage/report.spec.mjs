import { storageReport } from './report.mjs';

const round = (ours, latency = 0) => ({ latency, ours, sdk: 100, rclone: 80, peakRss: 100e6 });
const large = {
  bytes: 12 * 2 ** 30,
  seconds: 60,
  rss: [200e6, 210e6, 205e6, 208e6, 200e6, 190e6, 200e6, 200e6],
  peak: 250e6,
};
const run = { bytes: 256e6, load: 0 };

describe('the report of bench:storage', () => {
  it('has the share of the better way, and the memory of a large upload, beside their targets', () => {
    const { section, met } = storageReport({ rounds: [round(96), round(50), round(97), round(40, 40)], large }, run);
    expect(met).toBe(false);
    expect(section).toContain('| 0 ms | 96 MB/s | 100 MB/s | 80 MB/s | 0.96 | met |');
    expect(section).toContain('| 40 ms | 40 MB/s | 100 MB/s | 80 MB/s | 0.40 | **not met** |');
    expect(section).toContain('12 GiB through the driver to a server that keeps nothing: 215 MB/s');
    expect(section).not.toContain('busy');
  });

  it('is met when all is, and memory that grows is not', () => {
    expect(storageReport({ rounds: [round(95)], large }, run).met).toBe(true);
    const grown = { ...large, rss: [200e6, 200e6, 220e6, 240e6] };
    expect(storageReport({ rounds: [round(95)], large: grown }, run).met).toBe(false);
    expect(storageReport({ rounds: [round(95)], large }, { ...run, load: 99 }).section).toContain('busy');
  });
});
