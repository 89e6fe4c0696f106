import { serviceReport } from './report.mjs';

const start = (wallMs) => ({ wallMs, cpuMs: 500 });
const idle = { rss: 130e6, cpu: 0.001 };
const figures = {
  empty: [start(400), start(500)],
  full: [start(450)],
  idleEmpty: idle,
  idleFull: idle,
  lists: [{ title: 'all', p50: 4, p95: 99, worst: 300, cpu: 3 }],
  rssAfter: 200e6,
};
const run = { rows: 100_000, starts: 2, idle: 60, requests: 40, load: 0.1, realTime: false };

describe('the report of bench:service', () => {
  it('has every figure beside its target', () => {
    const { section, met } = serviceReport(figures, run);
    expect(met).toBe(true);
    expect(section).toContain(
      '| start to the first 200, no records | 500 ms (median 450 ms, of CPU 500 ms) | ≤ 2 s | met |',
    );
    expect(section).toContain('| all | 3.0 ms | 4.0 ms | 99 ms | 300 ms | met |');
    expect(section).not.toContain('not met');
  });

  it('says when other programs kept the machine busy', () => {
    expect(serviceReport(figures, run).section).not.toContain('busy');
    expect(serviceReport(figures, { ...run, load: 99 }).section).toContain('times are too long');
    expect(serviceReport(figures, { ...run, load: 99, realTime: true }).section).toContain('real-time priority');
  });

  it.each([
    ['one start that is too slow', { full: [start(2_001), start(100)] }],
    ['too much memory', { idleFull: { ...idle, rss: 158e6 } }],
    ['work while nothing is to do', { idleFull: { ...idle, cpu: 0.02 } }],
    ['one slow list', { lists: [...figures.lists, { title: 'one project', p50: 1, p95: 100, worst: 100, cpu: 1 }] }],
  ])('says so: %s', (_, worse) => {
    const { section, met } = serviceReport({ ...figures, ...worse }, run);
    expect(met).toBe(false);
    expect(section.match(/\*\*not met\*\*/g)).toHaveLength(1);
  });
});
