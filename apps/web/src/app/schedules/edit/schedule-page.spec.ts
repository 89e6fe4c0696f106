import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import { settled } from '../../../testing/settled';
import { press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { Role } from '../../api/models/role';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { aDestination } from '../../destinations/testing/example-destination';
import { Confirm } from '../../feedback/confirm';
import { aPreview, aSet } from '../retention/testing/previews';
import { aSchedule, aSchedulePreview, anApproval, somePresets } from '../testing/schedules';
import { NewSchedulePage } from './new-schedule-page';
import { SchedulePage } from './schedule-page';

let service: Served;

/** What a page of a schedule is made of, whoever asks first. */
async function answerAll(fixture: ComponentFixture<unknown>, replies: Readonly<Record<string, object>>): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const request of service.http.match(({ url, method }) => `${method} ${url}` in replies))
      request.flush(replies[`${request.request.method} ${request.request.url}`] ?? {});
    await settled(fixture);
  }
}
const page = (items: object[]): object => ({ items, next: null });
const choices = {
  'GET /api/projects': page([
    { id: 'p1', name: 'shop' },
    { id: 'p2', name: 'crm' },
  ]),
  'GET /api/storage/destinations': page([aDestination(), aDestination({ id: 'd2', name: 'Cellar', enabled: false })]),
  'GET /api/schedules/presets': somePresets,
  'POST /api/schedules/preview': aSchedulePreview(),
  'POST /api/retention/preview': aPreview([aSet({ dots: [] })]),
};

describe('P-WEB-414 the page of a schedule', () => {
  let fixture: ComponentFixture<SchedulePage>;
  let element: HTMLElement;

  async function open(schedule: ScheduleDto, role: Role = 'owner', approvals: object[] = []): Promise<void> {
    const confirm = { provide: Confirm, useValue: { ask: () => Promise.resolve(true) } };
    service = serve({ role, providers: [confirm] });
    fixture = TestBed.createComponent(SchedulePage);
    fixture.componentRef.setInput('id', 's1');
    element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    await settled(fixture);
    await answerAll(fixture, {
      ...choices,
      'GET /api/schedules/s1': schedule,
      'GET /api/retention/approvals': page(approvals),
    });
  }

  it('says how it is doing, and has its form', async () => {
    await open(aSchedule({ missedCount: 2 }));
    expect(textOf(element.querySelector('h1'))).toBe('Every night');
    expect(textOf(element.querySelector('.facts'))).toMatch(
      /^Next run .*Europe\/Berlin\) Last run Complete .* Missed in 30 days 2 Project shop$/,
    );
    expect(element.querySelector<HTMLInputElement>('#schedule-cron')?.value).toBe('30 2 * * *');
  });

  it('has the list that waits for a decision, of this schedule alone', async () => {
    await open(aSchedule(), 'owner', [anApproval(), anApproval({ id: 'a2', scheduleId: 's9', scheduleName: 'Other' })]);
    expect(element.querySelectorAll('sb-approval-panel')).toHaveLength(1);
    expect(textOf(element.querySelector('sb-approval-panel'))).toContain('Every night at Local disk');
  });

  it('keeps what is typed when somebody else changes it meanwhile', async () => {
    await open(aSchedule());
    await type(fixture, 'schedule-name', 'Mine');
    fixture.componentInstance['page'].set({
      ...fixture.componentInstance['page'].value()!,
      schedule: aSchedule({ name: 'Theirs', version: 4 }),
    });
    await settled(fixture);
    expect(textOf(element.querySelector('h1'))).toBe('Theirs');
    expect(element.querySelector<HTMLInputElement>('#schedule-name')?.value).toBe('Mine');
    expect(fixture.componentInstance.hasUnsaved()).toBe(true);
  });

  it('goes back to the list when it is deleted', async () => {
    await open(aSchedule());
    await press(fixture, 'Delete');
    service.request('DELETE /api/schedules/s1').flush(null);
    await settled(fixture);
    expect(TestBed.inject(Router).url).toBe('/schedules');
  });

  it('lets operators run and pause it, and viewers read it', async () => {
    await open(aSchedule(), 'operator');
    expect([...element.querySelectorAll('.head button')].map(textOf)).toEqual(['Run now', 'Pause']);
    TestBed.resetTestingModule();
    await open(aSchedule(), 'viewer');
    expect([...element.querySelectorAll('.head button')]).toEqual([]);
  });

  it('that is gone says so', async () => {
    service = serve();
    fixture = TestBed.createComponent(SchedulePage);
    fixture.componentRef.setInput('id', 's1');
    element = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/schedules/s1').flush(...refusal(404, 'SCHEDULE_NOT_FOUND'));
    await settled(fixture);
    expect(textOf(element.querySelector('sb-empty'))).toContain('It was deleted, or the address is cut');
  });
});

describe('P-WEB-414 the page of a new schedule', () => {
  async function open(role: Role, project?: string): Promise<HTMLElement> {
    service = serve({ role });
    const fixture = TestBed.createComponent(NewSchedulePage);
    fixture.componentRef.setInput('project', project);
    await settled(fixture);
    await answerAll(fixture, choices);
    return fixture.nativeElement as HTMLElement;
  }
  it('has the project of its address, and every destination that can take a backup', async () => {
    const element = await open('owner', 'p2');
    expect(element.querySelector<HTMLSelectElement>('#schedule-project')?.value).toBe('p2');
    const boxes = [...element.querySelectorAll<HTMLInputElement>('sb-destination-choice input')];
    expect(boxes.map(({ checked }) => checked)).toEqual([true]);
    expect(textOf(element.querySelector('sb-destination-choice'))).not.toContain('Cellar');
  });

  it('asks which project where there are several', async () => {
    expect((await open('owner')).querySelector<HTMLSelectElement>('#schedule-project')?.value).toBe('');
  });

  it('is for owners', async () => {
    const element = await open('operator');
    expect(textOf(element.querySelector('sb-empty'))).toContain('Only owners add schedules');
  });
});
