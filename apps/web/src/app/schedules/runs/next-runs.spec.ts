import { TestBed } from '@angular/core/testing';
import { signal } from '@angular/core';
import { textOf } from '../../../testing/serve';
import type { PreviewRunDto } from '../../api/models/preview-run-dto';
import { viewerZone } from '../../format/moment';
import { Clock } from '../../live/clock';
import { NextRuns } from './next-runs';
import { runDay, runNote } from './run-text';

const aRun = (local: string, change: Partial<PreviewRunDto> = {}): PreviewRunDto => ({
  at: new Date(`${local}:00Z`).toISOString(),
  local,
  offset: '+00:00',
  weekday: 0,
  dst: null,
  intended: null,
  runsTwice: false,
  movedFrom: null,
  movedFromLocal: null,
  ...change,
});

describe('P-WEB-407 the next runs', () => {
  async function show(runs: PreviewRunDto[], zone: string): Promise<HTMLElement> {
    const minute = signal(new Date('2027-03-22T08:30:00Z'));
    TestBed.configureTestingModule({ providers: [{ provide: Clock, useValue: { minute } }] });
    const fixture = TestBed.createComponent(NextRuns);
    fixture.componentRef.setInput('runs', runs);
    fixture.componentRef.setInput('zone', zone);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  it('are ten, with their day, time and offset; the first says how far away it is', async () => {
    const runs = Array.from({ length: 30 }, (_, n) => aRun(`2027-03-${String(n + 1).padStart(2, '0')}T02:30`));
    const page = await show([aRun('2027-03-23T02:30'), ...runs], 'Europe/Berlin');
    const rows = [...page.querySelectorAll('tbody tr')];
    expect(rows).toHaveLength(10);
    expect(textOf(rows[0]!)).toMatch(/^Tue 23 Mar in 18 h 02:30 \+00:00/);
  });

  it('say the viewer’s time too where that is another zone, with its day where it is another day', async () => {
    const run = aRun('2027-03-23T02:30', { at: '2027-03-22T20:45:00Z', offset: '+05:45' });
    const page = await show([run], 'Asia/Kathmandu');
    expect(textOf(page.querySelector('thead'))).toContain(`You, ${viewerZone()}`);
    expect(page.querySelectorAll('tbody tr td')).toHaveLength(3);
    const own = await (TestBed.resetTestingModule(), show([run], viewerZone()));
    expect(own.querySelectorAll('thead th')).toHaveLength(2);
  });

  it.each([
    [{ dst: 'gap', intended: '02:30' }, '2027-03-28T03:00', '28 Mar: 02:30 does not exist, runs 03:00'],
    [{ dst: 'repeat' }, '2027-10-31T02:30', '31 Oct: 02:30 occurs twice, runs once'],
    [{ dst: 'repeat', runsTwice: true }, '2027-10-31T02:30', '31 Oct: 02:30 occurs twice, runs twice'],
    [{ movedFromLocal: '2027-03-05T18:30' }, '2027-03-05T23:00', '5 Mar: put off from 18:30 by a blackout'],
    [{}, '2027-03-05T23:00', null],
  ] as const)('are told in words when clocks change or a window is in the way', (change, local, note) =>
    expect(runNote(aRun(local, change))).toBe(note),
  );

  it('change clocks where they are, and later ones are announced below', async () => {
    const runs = Array.from({ length: 12 }, (_, n) =>
      aRun(`2027-10-${20 + n}T02:30`, n === 11 ? { dst: 'repeat' } : {}),
    );
    const page = await show(runs, 'Europe/Berlin');
    expect(page.querySelector('.noted')).toBeNull();
    expect(textOf(page.querySelector('.later'))).toBe('31 Oct: 02:30 occurs twice, runs once');
    expect(runDay('2027-10-31T02:30')).toBe('Sun 31 Oct');
  });
});
