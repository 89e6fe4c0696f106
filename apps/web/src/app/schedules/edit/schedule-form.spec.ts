import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf, type, type Served } from '../../../testing/serve';
import type { RetentionPreviewDto } from '../../api/models/retention-preview-dto';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { aDestination } from '../../destinations/testing/example-destination';
import { Confirm } from '../../feedback/confirm';
import { viewerZone } from '../../format/moment';
import { aPreview, aSet } from '../retention/testing/previews';
import { defaultRule } from '../retention/rule/rule-form';
import { aSchedule, aSchedulePreview } from '../testing/schedules';
import { ScheduleForm } from './schedule-form';

const nothingGoes = aPreview([aSet({ dots: [] })]);
const cost = {
  bytesPerRun: 10e9,
  runsPerMonth: 30,
  egressPerMonth: 307e9,
  egressOfOthers: 0,
  plan: 'pro' as const,
  quotaBytes: 250e9,
  overQuota: true,
  kept: 15,
  storedBytes: null,
};

describe('the form of a schedule', () => {
  let service: Served;
  let fixture: ComponentFixture<ScheduleForm>;
  let page: HTMLElement;
  let saved: ScheduleDto[];
  let asked: { title: string; action: string }[];
  let answer: boolean;

  beforeEach(() => {
    asked = [];
    saved = [];
    answer = true;
    const ask = (question: { title: string; action: string }) => (asked.push(question), Promise.resolve(answer));
    service = serve({ providers: [{ provide: Confirm, useValue: { ask } }] });
  });

  async function open(schedule: ScheduleDto | null, changeable = true): Promise<void> {
    fixture = TestBed.createComponent(ScheduleForm);
    const inputs = {
      projects: [{ id: 'p1', name: 'shop' }],
      destinations: [aDestination()],
      zones: ['Asia/Kathmandu', 'Europe/Berlin', 'UTC'],
      schedule,
      changeable,
    };
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    fixture.componentInstance.saved.subscribe((each) => saved.push(each));
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await settled(fixture);
  }
  /** What the form asked for by itself. */
  async function look(retention: RetentionPreviewDto = nothingGoes, preview = aSchedulePreview()): Promise<unknown[]> {
    const bodies: unknown[] = [];
    for (const [path, reply] of [
      ['/api/schedules/preview', preview],
      ['/api/retention/preview', retention],
    ] as const)
      for (const request of service.http.match(({ url }) => url === path)) {
        bodies.push(request.request.body);
        request.flush(reply);
      }
    await settled(fixture);
    return bodies;
  }
  const choose = async (id: string, value: string): Promise<void> => {
    const select = page.querySelector<HTMLSelectElement>(`#${id}`)!;
    select.value = value;
    select.dispatchEvent(new Event('change'));
    await settled(fixture);
  };
  const save = async (): Promise<void> => press(fixture, 'Save schedule');

  it('P-WEB-414 a new one begins as every night in the viewer’s zone, and is sent whole', async () => {
    await open(null);
    const [timing, retention] = await look();
    expect(timing).toMatchObject({ cron: '30 2 * * *', timeZone: viewerZone(), count: 100 });
    expect(retention).toMatchObject({ rule: defaultRule, cron: '30 2 * * *' });
    await choose('schedule-project', 'p1');
    page.querySelector<HTMLInputElement>('sb-destination-choice input')?.click();
    await type(fixture, 'schedule-cron', '15 4 * * 1-5');
    await save();
    const request = service.request('POST /api/schedules');
    expect(request.request.body).toEqual({
      name: 'Every night',
      projectId: 'p1',
      destinationIds: ['d1'],
      type: 'full',
      cron: '15 4 * * 1-5',
      timeZone: viewerZone(),
      jitterSeconds: 300,
      graceSeconds: 86_400,
      overlap: 'skip',
      maxRunMinutes: null,
      plan: 'pro',
      quotaBytes: null,
      blackout: [],
      retention: defaultRule,
    });
    request.flush(aSchedule());
    await settled(fixture);
    expect(saved.map(({ id }) => id)).toEqual(['s1']);
    expect(fixture.componentInstance.hasUnsaved()).toBe(false);
  });

  it('P-WEB-414 says what is missing with the way to each, before anything is sent', async () => {
    await open(null);
    await look();
    await type(fixture, 'schedule-name', ' ');
    await type(fixture, 'keep-daily', '-1');
    await save();
    expect([...page.querySelectorAll('sb-form-summary a')].map(textOf)).toEqual([
      'Name is missing.',
      'Choose a project.',
      'Choose at least one destination.',
      'Daily must be a whole number from 0 to 10000.',
    ]);
    service.http.expectNone('/api/schedules');
  });

  it('P-WEB-414 puts what the service says to its field, as soon as the runs are asked for', async () => {
    await open(aSchedule());
    const errors = [{ field: 'cron', code: '', message: 'Two of its times lie 1 minute apart.' }];
    service.request('POST /api/schedules/preview').flush(...refusal(400, 'SCHEDULE_TOO_OFTEN', { errors }));
    await look();
    page.querySelector('#schedule-cron')?.dispatchEvent(new FocusEvent('blur'));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-cron-builder mat-error'))).toBe('Two of its times lie 1 minute apart.');
    await save();
    expect([...page.querySelectorAll('sb-form-summary a')].map(textOf)).toEqual([
      'Two of its times lie 1 minute apart.',
    ]);
  });

  it('P-WEB-414 a change is sent with the version that was seen; another one stored meanwhile is told', async () => {
    await open(aSchedule());
    await look();
    await type(fixture, 'schedule-name', 'Nights');
    await save();
    await look();
    const request = service.request('PATCH /api/schedules/s1');
    expect(request.request.body).toMatchObject({ version: 3, name: 'Nights' });
    expect(request.request.body).not.toHaveProperty('approve');
    request.flush(...refusal(409, 'STALE_VERSION', { field: 'version' }));
    await settled(fixture);
    expect(textOf(page)).toContain('STALE_VERSION happened. The schedule is as it was.');
    expect(buttonOf(page, 'Load it again')).toBeDefined();
    expect(fixture.componentInstance.hasUnsaved()).toBe(true);
    await press(fixture, 'Discard');
    expect(fixture.componentInstance.hasUnsaved()).toBe(false);
  });

  it('P-WEB-415 turning a rule down says what it would delete before it is saved, and approves exactly that list', async () => {
    await open(aSchedule({ retention: { ...defaultRule, daily: 18 } }));
    await look();
    await type(fixture, 'keep-daily', '7');
    expect(textOf(page.querySelector('sb-stepper'))).toContain('18');
    await save();
    await look(aPreview());
    expect(textOf(page.querySelector('sb-deletion-panel'))).toContain('This change would delete 2 now');
    expect(page.querySelectorAll('sb-deletion-panel li')).toHaveLength(2);
    expect(asked[0]).toMatchObject({ title: 'Save, and delete 2 copies?', action: 'Save and delete 2' });
    const request = service.request('PATCH /api/schedules/s1');
    expect(request.request.body).toMatchObject({ approve: aPreview().listId, retention: { daily: 7 } });
    request.flush(...refusal(409, 'RETENTION_LIST_CHANGED'));
    await settled(fixture);
    await look(aPreview());
    expect(textOf(page)).toContain('RETENTION_LIST_CHANGED happened.');
  });

  it('P-WEB-415 nothing is saved where the list is not approved', async () => {
    answer = false;
    await open(aSchedule());
    await look();
    await type(fixture, 'keep-daily', '3');
    await save();
    await look(aPreview());
    expect(asked).toHaveLength(1);
    service.http.expectNone('/api/schedules/s1');
    expect(fixture.componentInstance.hasUnsaved()).toBe(true);
  });

  it('P-WEB-408 more than the plan includes is saved only when somebody says so', async () => {
    await open(aSchedule());
    await look(nothingGoes, aSchedulePreview({ cost }));
    expect(textOf(page.querySelector('.cost.over'))).toContain('Egress ≈ 307 GB a month, plan includes 250 GB.');
    await save();
    service.request('PATCH /api/schedules/s1').flush(...refusal(409, 'SCHEDULE_OVER_QUOTA', { cost }));
    await settled(fixture);
    expect(asked[0]?.title).toBe('Read more than the plan includes?');
    const second = service.request('PATCH /api/schedules/s1');
    expect(second.request.body).toMatchObject({ acceptCost: true });
    second.flush(aSchedule());
    await settled(fixture);
    expect(saved).toHaveLength(1);
  });

  it('P-WEB-414 shows the runs of the rule beside it', async () => {
    await open(aSchedule());
    await look();
    expect(page.querySelectorAll('sb-next-runs tbody tr')).toHaveLength(6);
    expect(textOf(page.querySelector('sb-next-runs thead'))).toContain('Europe/Berlin');
  });

  it('P-WEB-414 what was wrong with the jitter is forgotten when the rule makes it right', async () => {
    await open(aSchedule());
    const errors = [{ field: 'jitterSeconds', code: '', message: 'The jitter must be shorter.' }];
    service.request('POST /api/schedules/preview').flush(...refusal(400, 'JITTER_TOO_LONG', { errors }));
    await look();
    expect(textOf(page.querySelector('.when > .problem'))).toBe('The jitter must be shorter.');
    const { preview, form } = fixture.componentInstance['editor'];
    await type(fixture, 'schedule-cron', '0 0 * * 0');
    const asked = preview.load(form, 's1');
    await look();
    await asked;
    await settled(fixture);
    expect(page.querySelector('.when > .problem')).toBeNull();
    expect(form.valid).toBe(true);
  });

  it('P-WEB-403 half a zone changes nothing that is shown, and is said at its field', async () => {
    await open(aSchedule());
    await look();
    await type(fixture, 'schedule-zone', 'kathm');
    expect(textOf(page.querySelector('sb-next-runs thead'))).toContain('Europe/Berlin');
    await save();
    expect([...page.querySelectorAll('sb-form-summary a')].map(textOf)).toEqual(['Choose a zone of the list.']);
    await type(fixture, 'schedule-zone', 'Asia/Kathmandu');
    expect(textOf(page.querySelector('sb-next-runs thead'))).toContain('Asia/Kathmandu');
  });

  it('P-WEB-414 is there to be read for who may not change it', async () => {
    await open(aSchedule(), false);
    await look();
    expect(buttonOf(page, 'Save schedule')).toBeUndefined();
    const enabled = [...page.querySelectorAll<HTMLInputElement>('input, select')].filter(
      (one) => !one.matches(':disabled'),
    );
    expect(enabled).toEqual([]);
  });
});
