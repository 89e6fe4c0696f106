import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { heatRows, heatSummary, heatText, type HeatDay } from './heat-day';
import { fitting, HeatStrip } from './heat-strip';

const at = (n: number): string => new Date(Date.UTC(2026, 10, 24 + n)).toISOString().slice(0, 10);
const past = (n: number, change: Partial<HeatDay> = {}): HeatDay => ({
  date: at(n),
  when: n === 0 ? 'today' : 'past',
  result: 'ok',
  runs: 1,
  planned: 0,
  ...change,
});
const coming = (n: number, planned: number): HeatDay => ({
  date: at(n),
  when: 'coming',
  result: null,
  runs: 0,
  planned,
});
const days = [
  past(-3, { result: 'failed', runs: 2 }),
  past(-2, { result: 'missed', runs: 0 }),
  past(-1),
  past(0, { planned: 1 }),
  coming(1, 2),
  coming(2, 0),
];

describe('P-WEB-404 the days behind and ahead', () => {
  it('say their result, how many runs there were and how many are planned', () => {
    expect(days.map(heatText)).toEqual([
      '21 Nov: failed, 2 runs',
      '22 Nov: missed',
      '23 Nov: complete, 1 run',
      '24 Nov: complete, 1 run, 1 planned',
      '25 Nov: 2 planned',
      '26 Nov: nothing planned',
    ]);
    expect(heatSummary(days)).toBe(
      '4 days until today, 2 of them with a failed or missed run; 3 runs planned until 2 days from now',
    );
  });

  it('are the same as a table, the farthest ahead first', () => {
    expect(heatRows(days).rows.slice(1, 4)).toEqual([
      ['25 Nov', '–', '0', '2'],
      ['24 Nov', 'complete', '1', '1'],
      ['23 Nov', 'complete', '1', '0'],
    ]);
  });

  it('are fewer on a phone: today and what is around it', () => {
    const many = [
      ...Array.from({ length: 29 }, (_, n) => past(n - 29)),
      past(0),
      ...Array.from({ length: 14 }, (_, n) => coming(n + 1, 1)),
    ];
    const few = fitting(many, 19);
    expect(few).toHaveLength(19);
    expect(few.filter(({ when }) => when === 'coming')).toHaveLength(6);
    expect(fitting(many, 60)).toBe(many);
  });
});

describe('P-WEB-404 the picture of the days', () => {
  let fixture: ComponentFixture<HeatStrip>;
  let grid: HTMLElement;
  beforeEach(async () => {
    fixture = TestBed.createComponent(HeatStrip);
    fixture.componentRef.setInput('days', days);
    fixture.componentRef.setInput('label', heatSummary(days));
    await fixture.whenStable();
    grid = (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>('[role=grid]')!;
  });
  const press = async (...keys: string[]): Promise<string | null | undefined> => {
    for (const key of keys) grid.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await fixture.whenStable();
    return grid.querySelector(`#${grid.getAttribute('aria-activedescendant')}`)?.getAttribute('aria-label');
  };

  it('is one stop of the Tab key that begins at today; arrows go from day to day', async () => {
    expect(grid.tabIndex).toBe(0);
    expect(await press()).toContain('24 Nov');
    expect(await press('ArrowRight', 'ArrowRight', 'ArrowRight')).toContain('26 Nov');
    expect(await press('ArrowLeft')).toContain('25 Nov');
    expect(await press('Home')).toContain('21 Nov');
    expect(grid.querySelectorAll('[aria-current=date]')).toHaveLength(1);
    expect(grid.querySelector('.tip')?.textContent).toContain('21 Nov: failed');
    await press('Escape');
    expect(grid.querySelector('.tip')).toBeNull();
  });

  it('tells what is planned by its number, and what was by the shape of its mark', () => {
    expect([...grid.querySelectorAll('.planned')].map(({ textContent }) => textContent.trim())).toEqual(['2']);
    expect(grid.querySelector('.cross')?.getAttribute('d')).not.toBe('');
    expect(grid.querySelectorAll('rect.coming')).toHaveLength(2);
  });
});
