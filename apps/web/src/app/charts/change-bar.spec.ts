import { TestBed } from '@angular/core/testing';
import { barOf, ChangeBar } from './change-bar';

async function show(percent: number): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(ChangeBar);
  fixture.componentRef.setInput('percent', percent);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}

describe('P-WEB-100 the bar of a change', () => {
  it('begins at its zero in the middle: more to the right, less to the left, up to the edge', () => {
    expect(barOf(100)).toEqual({ x: 38, width: 38, isMuch: false });
    expect(barOf(-100)).toEqual({ x: 0, width: 38, isMuch: true });
    expect(barOf(4_000)).toEqual(barOf(100));
    expect(barOf(25)).toEqual({ x: 38, width: 19, isMuch: false });
  });

  it('shows the smallest change, and nothing where nothing changed', () => {
    expect(barOf(0.001)?.width).toBe(3);
    expect(barOf(-0.001)).toEqual({ x: 35, width: 3, isMuch: false });
    expect(barOf(0)).toBeNull();
  });

  it('is amber for a shrink of more than 15 % alone', () => {
    expect([16, 90, -15, -15.1].map((percent) => barOf(percent)?.isMuch)).toEqual([false, false, false, true]);
  });

  it.each([
    [0, 'unchanged'],
    [9.4, '9 % more'],
    [-92.3, '92 % less'],
    [-0.2, 'less than 1 % less'],
  ])('says %d per cent in words', async (percent, words) => {
    const svg = (await show(percent)).querySelector('svg')!;
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')).toBe(words);
    expect(svg.querySelectorAll('rect')).toHaveLength(percent === 0 ? 0 : 1);
  });
});
