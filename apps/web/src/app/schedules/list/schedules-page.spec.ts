import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf, type Served } from '../../../testing/serve';
import type { Role } from '../../api/models/role';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { aDashboard, aProject } from '../../dashboard/testing/dashboards';
import { aDestination } from '../../destinations/testing/example-destination';
import { Confirm } from '../../feedback/confirm';
import { aSchedule } from '../testing/schedules';
import { nextText } from './next-run';
import { SchedulesPage } from './schedules-page';

describe('the list of schedules', () => {
  let service: Served;
  let fixture: ComponentFixture<SchedulesPage>;
  let page: HTMLElement;
  let asked: { title: string; action: string }[];
  let answer: boolean;

  async function open(role: Role = 'owner'): Promise<void> {
    asked = [];
    answer = true;
    const ask = (question: { title: string; action: string }) => (asked.push(question), Promise.resolve(answer));
    service = serve({ role, providers: [{ provide: Confirm, useValue: { ask } }] });
    fixture = TestBed.createComponent(SchedulesPage);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await settled(fixture);
    service.request('GET /api/retention/approvals').flush({ items: [], next: null });
  }
  async function load(...schedules: ScheduleDto[]): Promise<void> {
    service.request('GET /api/schedules').flush({ items: schedules, next: null });
    service.request('GET /api/storage/destinations').flush({ items: [aDestination()], next: null });
    await settled(fixture);
    for (const request of service.http.match(({ url }) => url === '/api/dashboard'))
      request.flush(aDashboard([aProject('shop')]));
    for (const request of service.http.match(({ url }) => url === '/api/schedules/upcoming'))
      request.flush({ days: [{ date: '2999-01-01', runs: 2 }], complete: true });
    await settled(fixture);
  }
  async function choose(item: string): Promise<void> {
    page.querySelector<HTMLElement>('sb-schedule-menu button[aria-label^="More for"]')?.click();
    await settled(fixture);
    const items = [...document.querySelectorAll<HTMLElement>('[mat-menu-item]')];
    items.find((each) => textOf(each).startsWith(item))?.click();
    await settled(fixture);
  }
  const rows = (): string[] => [...page.querySelectorAll('tbody tr')].map(textOf);

  it('P-WEB-411 says in words when each runs, next and last, and where to', async () => {
    await open();
    await load(
      aSchedule(),
      aSchedule({
        id: 's2',
        name: 'Working hours',
        enabled: false,
        nextSlot: null,
        missedCount: 2,
        lastRun: {
          backupId: 'b9',
          status: 'succeeded',
          shownStatus: 'complete_with_gaps',
          createdAt: '2026-11-23T01:00:00Z',
        },
      }),
    );
    await import('cronstrue');
    await settled(fixture);
    expect(textOf(page.querySelector('.sb-page-head'))).toContain('2 schedules, 1 paused.');
    expect(rows()[0]).toMatch(
      /^Every night shop At 02:30, every day .*\(.*02:30 Europe\/Berlin\) Complete .* Archive Pause/,
    );
    expect(rows()[1]).toMatch(
      /^Working hours Paused shop .* none, it is paused Complete with gaps .* 2 missed in 30 days .* Resume/,
    );
    expect(page.querySelector('sb-heat-strip')).not.toBeNull();
  });

  it('P-WEB-411 where there is none says what one does, and the one thing to do', async () => {
    await open();
    await load();
    expect(textOf(page.querySelector('sb-empty'))).toContain('Nothing is backed up by itself yet');
    expect([...page.querySelectorAll('a')].map(({ href }) => new URL(href).pathname)).toEqual(['/schedules/new']);
  });

  it('P-WEB-411 has no button for who may not press it', async () => {
    await open('viewer');
    await load(aSchedule());
    expect([...page.querySelectorAll('button')].map(textOf)).toEqual(['Table']);
    expect(textOf(page)).not.toContain('Add schedule');
  });

  it('can be asked for again when they could not be read', async () => {
    await open();
    service.request('GET /api/schedules').flush(...refusal(500, 'INTERNAL'));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain('Schedules go on all the same.');
    for (const request of service.http.match(() => true))
      if (!request.cancelled) request.flush({ items: [], next: null });
    await press(fixture, 'Retry');
    await load(aSchedule());
    expect(rows()).toHaveLength(1);
  });

  it('P-WEB-412 pauses and resumes with one press, and says why where it can’t', async () => {
    await open();
    await load(aSchedule());
    await press(fixture, 'Pause');
    service.request('POST /api/schedules/s1/pause').flush(aSchedule({ enabled: false }));
    await settled(fixture);
    await load(aSchedule({ enabled: false, nextSlot: null }));
    await press(fixture, 'Resume');
    service.request('POST /api/schedules/s1/resume').flush(...refusal(404, 'SCHEDULE_NOT_FOUND'));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain('SCHEDULE_NOT_FOUND happened.');
  });

  it('P-WEB-412 runs now and goes to that run, or to the one that runs already', async () => {
    await open();
    await load(aSchedule());
    await choose('Run now');
    service.request('POST /api/schedules/s1/run').flush({ id: 'b7' });
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/backups/b7');
    await load(aSchedule());
    await choose('Run now');
    service.request('POST /api/schedules/s1/run').flush(...refusal(409, 'RUN_ACTIVE', { backupId: 'b8' }));
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/backups/b8');
  });

  it('P-WEB-412 deletes only after a dialog that names the schedule, and says what becomes of its backups', async () => {
    await open();
    await load(aSchedule());
    answer = false;
    await choose('Delete');
    expect(asked).toMatchObject([{ title: 'Delete the schedule Every night of shop?', action: 'Delete Every night' }]);
    service.http.expectNone(({ method }) => method === 'DELETE');
    await load(aSchedule());
    answer = true;
    await choose('Delete');
    service.request('DELETE /api/schedules/s1').flush(null);
    await settled(fixture);
    await load();
    expect(buttonOf(page, 'Pause')).toBeUndefined();
  });
});

describe('P-WEB-411 the next run', () => {
  const now = new Date('2026-11-24T22:30:00Z');
  it.each([
    ['2026-11-25T01:30:00Z', 'in 3 h (02:30 Europe/Berlin)'],
    ['2026-11-30T01:30:00Z', 'in 5 d (30 Nov 02:30 Europe/Berlin)'],
    ['2026-11-24T22:29:00Z', 'now (23:29 Europe/Berlin)'],
  ])('%s is told by the clock of the schedule: %s', (at, text) =>
    expect(nextText(new Date(at), now, 'Europe/Berlin')).toBe(text),
  );
});
