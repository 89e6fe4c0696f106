import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { layOutLine } from './layout';
import type { Lane, LaneName, LineBackup } from './line-backup';
import { RetentionLine } from './retention-line';

const now = new Date('2026-11-24T08:31:00Z');
const back = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const of = (days: number, lanes: LaneName[], isLocked = false): LineBackup => ({
  id: `b${days}`,
  at: back(days),
  lanes,
  text: `${days} d ago: ${lanes.join(' and ')}`,
  isLocked,
});
const backups = [
  of(0, ['daily', 'weekly', 'monthly'], true),
  of(1, ['daily'], true),
  of(2, ['daily'], true),
  of(3, ['daily']),
  of(9, ['weekly']),
  of(12, ['gone']),
  of(40, ['monthly']),
  of(90, ['monthly']),
];
const lanes: Lane[] = [
  { name: 'daily', title: 'Daily', count: 4 },
  { name: 'weekly', title: 'Weekly', count: 2 },
  { name: 'monthly', title: 'Monthly', count: 3 },
  { name: 'gone', title: 'Would be deleted', count: null },
];

describe('P-WEB-402 the line of what is kept', () => {
  let fixture: ComponentFixture<RetentionLine>;
  let grid: HTMLElement;
  beforeEach(async () => {
    fixture = TestBed.createComponent(RetentionLine);
    for (const [name, value] of Object.entries({ backups, lanes, now, label: '8 backups: 7 kept, 1 would be deleted' }))
      fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    grid = (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>('[role=grid]')!;
  });
  const press = async (...pressed: string[]): Promise<string> => {
    for (const key of pressed) grid.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await fixture.whenStable();
    return grid.querySelector(`#${grid.getAttribute('aria-activedescendant')}`)?.getAttribute('aria-label') ?? '';
  };

  it('has a dot for each part of the rule that keeps a backup, and a cross for what would go', () => {
    expect(grid.querySelectorAll('.dot')).toHaveLength(9);
    expect(grid.querySelectorAll('.cross')).toHaveLength(1);
    expect([...grid.querySelectorAll('[role=rowheader]')].map(({ textContent }) => textContent)).toEqual(
      lanes.map(({ title }) => title),
    );
    expect(grid.getAttribute('aria-label')).toContain('1 would be deleted');
  });

  it('is one stop of the Tab key; arrows go from dot to dot and from lane to lane, never beyond', async () => {
    expect(grid.tabIndex).toBe(0);
    expect(await press('ArrowRight')).toBe('0 d ago: daily and weekly and monthly');
    expect(await press('ArrowLeft')).toBe('1 d ago: daily');
    expect(await press('Home')).toBe('3 d ago: daily');
    expect(await press('ArrowUp')).toBe('3 d ago: daily');
    expect(await press('ArrowDown', 'ArrowLeft')).toBe('9 d ago: weekly');
    expect(await press('ArrowDown', 'Home')).toBe('90 d ago: monthly');
    expect(await press('ArrowDown')).toBe('12 d ago: gone');
    expect(await press('ArrowDown')).toBe('12 d ago: gone');
  });

  it('says the reason where the keyboard is, and Escape takes the tip away', async () => {
    const tip = (): string => grid.querySelector('.tip')?.textContent.trim() ?? '';
    expect(tip()).toBe('');
    grid.dispatchEvent(new FocusEvent('focus'));
    await press('End');
    expect(tip()).toBe('0 d ago: daily and weekly and monthly');
    await press('Escape');
    expect(tip()).toBe('');
  });

  it('keeps no other key: whoever came by Tab leaves by Tab', () => {
    const event = new KeyboardEvent('keydown', { key: 'Tab', cancelable: true });
    grid.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });
});

describe('P-WEB-402 the places on the line', () => {
  const layout = layOutLine({ backups, lanes, now, zone: 'UTC' }, 944);
  const xs = layout.lanes.flatMap(({ dots }) => dots.map(({ x }) => x));

  it('go from the oldest at the left to today at the right, older ones closer together behind a mark', () => {
    expect(Math.max(...xs)).toBe(layout.today);
    expect(Math.min(...xs)).toBe(layout.left);
    const [a, b, c] = layout.lanes[2]!.dots.map(({ x }) => x);
    expect(layout.scale.breakAt).not.toBeNull();
    // 50 days beside 40 that came later.
    expect((b! - a!) / 50).toBeLessThan((c! - b!) / 40);
  });

  it('need no mark where all is of the last weeks', () => {
    const young = layOutLine({ backups: backups.slice(0, 5), lanes, now, zone: 'UTC' }, 944);
    expect(young.scale.breakAt).toBeNull();
  });

  it('put a pill around the three that nothing deletes', () => {
    const dots = layout.lanes[0]!.dots;
    expect(layout.pill!.x).toBeLessThan(dots[1]!.x);
    expect(layout.pill!.x).toBeGreaterThan(dots[0]!.x);
    expect(layout.pill!.x + layout.pill!.width).toBeGreaterThan(dots[3]!.x);
  });

  it.each([328, 944])('leave room between the words above: %d wide', (width) => {
    const { scale } = layOutLine({ backups, lanes, now, zone: 'UTC' }, width);
    const at = scale.ticks.map(({ x }) => x);
    expect(at.length).toBeGreaterThan(1);
    for (const [n, x] of at.slice(1).entries()) expect(at[n]! - x).toBeGreaterThanOrEqual(46);
  });

  it('are there when there is no backup at all', () => {
    const empty = layOutLine({ backups: [], lanes, now, zone: 'UTC' }, 944);
    expect([empty.pill, empty.lanes.map(({ dots }) => dots.length)]).toEqual([null, [0, 0, 0, 0]]);
  });
});
