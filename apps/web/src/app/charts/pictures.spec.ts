import { type Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Bars } from './bars/bars';
import { layOutBars } from './bars/layout';
import { layOutLines, linesHeight, spread } from './lines/layout';
import { Lines } from './lines/lines';
import { Spark } from './spark';

async function show(type: Type<unknown>, inputs: Record<string, unknown>): Promise<SVGElement> {
  const fixture = TestBed.createComponent(type);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  return (fixture.nativeElement as HTMLElement).querySelector('svg')!;
}
const textsOf = (svg: SVGElement): string[] =>
  [...svg.querySelectorAll('text')].map(({ textContent }) => textContent.trim());
const days = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'];
const MiB = 1024 ** 2;

describe('P-WEB-108 pictures in numbers', () => {
  it('a spark begins at zero, is 84 × 22, ends with a dot, and is one sentence for who does not see it', async () => {
    const svg = await show(Spark, { values: [null, 5, 10], label: 'Size of the last 3 days' });
    expect(svg.getAttribute('viewBox')).toBe('0 0 84 22');
    expect(svg.getAttribute('aria-label')).toBe('Size of the last 3 days');
    expect(svg.querySelector('.line')?.getAttribute('d')).toBe('M42 12L81 3');
    expect(svg.querySelector('.area')?.getAttribute('d')).toBe('M42 21L42 12L81 3V21Z');
    expect(svg.querySelector('circle')?.getAttribute('cx')).toBe('81');
  });

  it('bars begin at zero and leave a gap where there was no run; a day that failed has a cross on the base line', () => {
    const { bars, crosses, foot } = layOutBars(
      { values: [300, null, null, 600], failed: new Set([1, 3]), outliers: new Set([3]) },
      286,
    );
    expect(bars.map(({ index, height, isOutlier }) => [index, height, isOutlier])).toEqual([
      [0, 50, false],
      [3, 100, true],
    ]);
    expect(bars.every(({ y, height }) => y + height === foot)).toBe(true);
    expect(crosses).toEqual([90]);
  });

  it.each([30, 90])('%d bars have room in every width, at most 7 px wide, and never touch', (count) => {
    for (const width of [240, 286, 420]) {
      const values = Array.from({ length: count }, (_, n) => n + 1);
      const { bars, right } = layOutBars({ values, failed: new Set(), outliers: new Set() }, width);
      expect(Math.max(...bars.map((bar) => bar.width))).toBeLessThanOrEqual(7);
      expect(bars.at(-1)!.x + bars.at(-1)!.width).toBeLessThanOrEqual(right);
      for (const [n, bar] of bars.slice(1).entries()) expect(bar.x).toBeGreaterThan(bars[n]!.x + bars[n]!.width - 0.01);
    }
  });

  it('a slow run is amber with its time above', async () => {
    const svg = await show(Bars, { values: [300, 300, 744, null, 300], days, failed: [3], label: 'Duration' });
    expect(svg.querySelectorAll('rect.slow')).toHaveLength(1);
    expect(svg.querySelectorAll('.cross')).toHaveLength(1);
    expect(textsOf(svg)).toEqual(['0', '5 min', '10 min', '12 min 24 s', '20 Nov', '22 Nov', 'today']);
    expect(svg.querySelector('rect title')?.textContent).toBe('20 Nov: 5 min 0 s');
  });

  it('lines share one scale from zero and have their names at their ends; a shrink has a ring, its date and per cent', async () => {
    const series = [
      { id: 'a', name: 'analytics-eu', values: [400 * MiB, 410 * MiB, 300 * MiB, 420 * MiB, 430 * MiB] },
      { id: 'b', name: 'crm', values: [null, 40 * MiB, 41 * MiB, null, null] },
      { id: 'c', name: 'empty', values: [null, null, null, null, null] },
    ];
    const svg = await show(Lines, { series, days, label: 'Sizes' });
    expect(svg.querySelectorAll('.line')).toHaveLength(2);
    expect(svg.querySelectorAll('.ring')).toHaveLength(1);
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['200 MiB', '400 MiB', 'analytics-eu', '430.0 MiB', 'crm', '41.0 MiB', '22 Nov −27 %']),
    );
    const { lines } = layOutLines(series, 286);
    expect(lines.map(({ end }) => end.y)).toEqual([14, expect.closeTo(111.7, 1)]);
  });

  it('names at the ends of lines never lie over each other, and stay inside', () => {
    for (const wanted of [
      [50, 51, 52],
      [0, 0, 0],
      [130, 131, 140],
      [10, 100, 60],
      [111, 112],
    ]) {
      const tops = [...spread(wanted, 28, linesHeight - 28)].sort((a, b) => a - b);
      expect(tops[0]).toBeGreaterThanOrEqual(0);
      expect(tops.at(-1)).toBeLessThanOrEqual(linesHeight - 28);
      for (const [n, top] of tops.slice(1).entries()) expect(top - tops[n]!).toBeGreaterThanOrEqual(28);
    }
  });

  it('of nothing measured are empty, and still say so', async () => {
    for (const [type, inputs] of [
      [Spark, { values: [null, null] }],
      [Bars, { values: [null, null], days }],
      [Lines, { series: [], days }],
    ] as const) {
      const svg = await show(type, { ...inputs, label: 'Nothing was measured yet' });
      expect(svg.getAttribute('aria-label')).toBe('Nothing was measured yet');
      expect(svg.querySelectorAll('rect, circle')).toHaveLength(0);
    }
  });
});
