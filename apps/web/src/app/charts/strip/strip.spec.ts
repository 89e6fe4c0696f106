import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { inWords, type StripDay } from './strip-day';
import { marksOf } from './strip-marks';
import { Strip } from './strip';

const results = ['before', 'ok', 'gaps', 'failed', 'missed', 'none', 'running', 'ok'] as const;
const days = results.map((result, n): StripDay => ({
  date: `2026-11-${17 + n}`,
  result,
  text: `${17 + n} Nov: ${result}`,
}));

async function show(): Promise<{ fixture: ComponentFixture<Strip>; grid: HTMLElement; opened: string[] }> {
  const fixture = TestBed.createComponent(Strip);
  fixture.componentRef.setInput('days', days);
  fixture.componentRef.setInput('label', 'Last 8 days of crm');
  const opened: string[] = [];
  fixture.componentInstance.open.subscribe(({ date }) => opened.push(date));
  await fixture.whenStable();
  const grid = (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>('[role=grid]')!;
  return { fixture, grid, opened };
}

describe('P-WEB-102 the strip of days', () => {
  const press = async (fixture: ComponentFixture<Strip>, grid: HTMLElement, ...keys: string[]): Promise<void> => {
    for (const key of keys) grid.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await fixture.whenStable();
  };
  const at = (grid: HTMLElement): string | null | undefined =>
    grid.querySelector(`#${grid.getAttribute('aria-activedescendant')}`)?.getAttribute('aria-label');

  it('is a grid with a cell for each day of the project, and the last one is today', async () => {
    const { grid } = await show();
    expect(grid.getAttribute('aria-label')).toBe('Last 8 days of crm');
    const cells = [...grid.querySelectorAll('[role=gridcell]')];
    expect(cells.map((cell) => cell.getAttribute('aria-label'))).toEqual(days.slice(1).map(({ text }) => text));
    expect(cells.filter((cell) => cell.hasAttribute('aria-current'))).toEqual([cells.at(-1)]);
  });

  it('is one stop of the Tab key; arrows, Home and End go from day to day and not beyond', async () => {
    const { fixture, grid } = await show();
    expect(grid.tabIndex).toBe(0);
    expect(grid.querySelectorAll('[role=gridcell][tabindex]')).toHaveLength(0);
    expect(at(grid)).toBe('24 Nov: ok');
    await press(fixture, grid, 'ArrowRight');
    expect(at(grid)).toBe('24 Nov: ok');
    await press(fixture, grid, 'ArrowLeft', 'ArrowLeft');
    expect(at(grid)).toBe('22 Nov: none');
    await press(fixture, grid, 'Home');
    expect(at(grid)).toBe('18 Nov: ok');
    await press(fixture, grid, 'ArrowLeft');
    expect(at(grid)).toBe('18 Nov: ok');
    await press(fixture, grid, 'End');
    expect(at(grid)).toBe('24 Nov: ok');
  });

  it('opens the day by Enter, by space and by a click on its cell; before the project there is nothing to open', async () => {
    const { fixture, grid, opened } = await show();
    await press(fixture, grid, 'ArrowLeft', 'Enter', 'ArrowLeft', ' ');
    grid.dispatchEvent(new MouseEvent('click', { clientX: 35 }));
    grid.dispatchEvent(new MouseEvent('click', { clientX: 5 }));
    expect(opened).toEqual(['2026-11-23', '2026-11-22', '2026-11-20']);
  });

  it('keeps no other key: whoever came by Tab leaves by Tab', async () => {
    const { grid } = await show();
    for (const key of ['Tab', 'ArrowUp', 'ArrowDown', 'a']) {
      const event = new KeyboardEvent('keydown', { key, cancelable: true });
      grid.dispatchEvent(event);
      expect([key, event.defaultPrevented]).toEqual([key, false]);
    }
  });

  it('shows a tip where the pointer or the keyboard is', async () => {
    const { fixture, grid } = await show();
    const tip = (fixture.nativeElement as HTMLElement).querySelector('.tip')!;
    grid.dispatchEvent(new MouseEvent('pointermove', { clientX: 35 }));
    await fixture.whenStable();
    expect(tip.textContent.trim()).toBe('20 Nov: failed');
    grid.dispatchEvent(new MouseEvent('pointerleave'));
    await fixture.whenStable();
    expect(tip.textContent.trim()).toBe('');
    grid.dispatchEvent(new FocusEvent('focus'));
    await press(fixture, grid, 'ArrowLeft');
    expect(tip.textContent.trim()).toBe('23 Nov: running');
    await press(fixture, grid, 'Escape');
    expect(tip.textContent.trim()).toBe('');
  });
});

describe('P-WEB-103 the marks of a strip', () => {
  it('differ by shape: disc, half ring, cross in a box, ring, point, open ring; blank before the project', () => {
    const shapes = results.slice(0, 7).map((result) => JSON.stringify(marksOf([{ result }], 10)));
    expect(new Set(shapes).size).toBe(7);
    expect(Object.values(marksOf([{ result: 'before' }], 10)).join('')).toBe('');
  });

  it('stand in the middle of their cells, 24 high', () => {
    const { ok, cross } = marksOf([{ result: 'none' }, { result: 'ok' }, { result: 'failed' }], 9.6);
    expect(ok).toBe('M11.15 12a3.25 3.25 0 1 0 6.5 0a3.25 3.25 0 1 0 -6.5 0Z');
    expect(cross).toBe('M21.3 9.3l5.4 5.4m0 -5.4l-5.4 5.4');
  });

  it('are counted in one sentence', () => {
    expect(inWords(days)).toBe(
      '7 days: 2 complete, 1 gaps or partly stored, 1 failed, 1 missed, 1 running, 1 nothing due',
    );
    expect(inWords([{ result: 'before' }, { result: 'none' }])).toBe('1 day: 1 nothing due');
  });
});
