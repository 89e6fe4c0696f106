import { provideRouter } from '@angular/router';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { BackUpNowDialogs } from '../../backups/back-up-now/back-up-now-dialogs';
import { moment } from '../../format/moment';
import { Session } from '../../session/session';
import { Freshness } from '../freshness';
import { aDashboard, aDestination, aLastGood, aProject, aReason, GiB, hoursAgo, now } from '../testing/dashboards';
import { ProblemCards } from './problem-cards';
import { problemsOf } from './problems-of';

const copies = [
  { destinationId: 'd1', name: 'Local disk', type: 'local_mapped', status: 'stored' as const },
  { destinationId: 'd3', name: 'R2', type: 's3', status: 'stored' as const },
  { destinationId: 'd2', name: 'Nextcloud', type: 'nextcloud', status: 'failed' as const },
];
const lacking = (name: string) =>
  aProject(name, {
    state: 'at_risk',
    reasons: [aReason('COPY_MISSING', { destinationId: 'd2' })],
    lastGood: aLastGood({ copies, storedBytes: 4.6 * GiB }),
  });
const nextcloud = (change = {}) =>
  aDestination('Nextcloud', { id: 'd2', type: 'nextcloud', state: 'full', availableSpace: 0.2 * GiB, ...change });

describe('P-WEB-112 what needs somebody', () => {
  const told = (...given: Parameters<typeof aDashboard>) =>
    problemsOf(aDashboard(...given), now).map(({ tone, title, effect, code, cure }) => [
      `${tone} ${code}: ${title}`,
      effect,
      cure.text,
      cure.do === 'open' ? cure.link.join('/') : `back up ${cure.projectId}`,
    ]);

  it('is nothing where all is well, paused or new', () => {
    expect(told([])).toEqual([]);
    expect(
      told([
        aProject('shop'),
        aProject('crm', { state: 'paused', reasons: [aReason('SCHEDULES_OFF')] }),
        aProject('new', { state: 'not_set_up', reasons: [aReason('NO_BACKUP_YET')], lastGood: null }),
      ]),
    ).toEqual([]);
  });

  it('a failed run: why, that the good backup is untouched, and where to look', () => {
    const reasons = [aReason('LAST_RUN_FAILED', { backupId: 'b9', text: 'The password is wrong.' })];
    expect(told([aProject('shop', { state: 'at_risk', reasons })])).toEqual([
      [
        'warn LAST_RUN_FAILED: The last backup of shop failed',
        `The password is wrong. The backup of ${moment(new Date(hoursAgo(6)), now)} is untouched.`,
        'Show why',
        '/backups/b9',
      ],
    ]);
    const both = [aReason('NO_GOOD_BACKUP'), ...reasons];
    expect(told([aProject('shop', { state: 'not_protected', reasons: both, lastGood: null })])).toEqual([
      [
        'bad LAST_RUN_FAILED: The last backup of shop failed',
        'The password is wrong. There is nothing to restore from.',
        'Show why',
        '/backups/b9',
      ],
    ]);
  });

  it('no new backup: for how long, what a restore would bring back, and a button that makes one', () => {
    const lastGood = aLastGood({ at: hoursAgo(75) });
    expect(told([aProject('shop', { state: 'not_protected', reasons: [aReason('TOO_OLD')], lastGood })])).toEqual([
      [
        'bad TOO_OLD: shop has had no good backup for 3 d',
        `A restore now would bring back the data of ${moment(new Date(hoursAgo(75)), now)}.`,
        'Back up shop',
        'back up shop',
      ],
    ]);
  });

  it('gaps: which, and where to see them', () => {
    const reasons = [aReason('GAPS', { text: 'The last good backup lacks what it should hold: cron.' })];
    expect(told([aProject('crm', { state: 'at_risk', reasons })])).toEqual([
      [
        'warn GAPS: The last good backup of crm has gaps',
        'The last good backup lacks what it should hold: cron.',
        'Show what is missing',
        '/backups/b1',
      ],
    ]);
  });

  it('a full destination: once, however many projects lack a copy there; what is free, what is needed, where the backup is safe', () => {
    expect(told([lacking('analytics')], [nextcloud()])).toEqual([
      [
        'warn COPY_MISSING: Nextcloud is full: the newest copy of analytics is missing there',
        '204.8 MiB are free, the next copy needs 4.6 GiB. The backup itself is safe at Local disk and R2.',
        'Free space at Nextcloud',
        '/destinations/d2',
      ],
    ]);
    const [[title]] = told([lacking('analytics'), lacking('crm'), lacking('shop')], [nextcloud()]) as [string[]];
    expect(title).toBe('warn COPY_MISSING: Nextcloud is full: the newest copies of 3 projects are missing there');
  });

  it.each([
    [
      nextcloud({ state: 'probe_failed', problem: 'The sign-in expired.' }),
      'Nextcloud fails its probe: the newest copy',
      'Open Nextcloud',
    ],
    [
      nextcloud({ state: 'ready', problem: 'The sign-in has ended.', problemCode: 'REAUTH_REQUIRED' }),
      'Nextcloud needs a new sign-in: the newest copy',
      'Sign in again at Nextcloud',
    ],
    [nextcloud({ state: 'paused' }), 'Nextcloud is paused: the newest copy', 'Open Nextcloud'],
    [nextcloud({ state: 'ready' }), 'Nextcloud: the newest copy', 'Show the backup'],
    [aDestination('Other'), 'Nextcloud: the newest copy', 'Show the backup'],
  ])('a copy that is missing for another reason', (destination, title, cure) => {
    const [card] = told([lacking('analytics')], [destination]);
    expect([card?.[0]?.slice('warn COPY_MISSING: '.length).startsWith(title), card?.[2]]).toEqual([true, cure]);
  });

  it('a destination that can take no more copies, before one is missing', () => {
    const failing = aDestination('Drive', { id: 'd4', state: 'probe_failed', problem: 'The sign-in expired.' });
    expect(told([aProject('shop')], [nextcloud(), failing]).map(([title, effect]) => [title, effect])).toEqual([
      ['warn DESTINATION_FULL: Nextcloud is full', '204.8 MiB are free. The next copies for it can’t be stored there.'],
      [
        'warn PROBE_FAILED: Drive fails its probe',
        'The sign-in expired. The next copies for it can’t be stored there.',
      ],
    ]);
  });

  it('F56 a destination that needs a new sign-in, whatever its last test found, with the one button to it', () => {
    const ended = { problem: 'The sign-in has ended.', problemCode: 'REAUTH_REQUIRED' };
    for (const state of ['probe_failed', 'ready'] as const)
      expect(told([aProject('shop')], [aDestination('Drive', { id: 'd4', state, ...ended })])).toEqual([
        [
          'warn REAUTH_REQUIRED: Drive needs a new sign-in',
          'The sign-in has ended. The next copies for it can’t be stored there.',
          'Sign in again at Drive',
          '/destinations/d4',
        ],
      ]);
    expect(told([aProject('shop')], [aDestination('Drive', { id: 'd4', state: 'paused', ...ended })])).toEqual([]);
  });

  it('what is bad comes before what is at risk', () => {
    const bad = aProject('zebra', { state: 'not_protected', reasons: [aReason('NO_GOOD_BACKUP')], lastGood: null });
    expect(told([lacking('analytics'), bad], [nextcloud()]).map(([title]) => title?.slice(0, 4))).toEqual([
      'bad ',
      'warn',
    ]);
  });
});

describe('P-WEB-113 the cards of what needs somebody', () => {
  const lost = signal<string | null>(null);
  const asked: string[] = [];
  async function show(count: number): Promise<HTMLElement> {
    lost.set(null);
    TestBed.configureTestingModule({
      providers: [
        provideRouter([]),
        { provide: Freshness, useValue: { lost, isStale: () => lost() !== null } },
        { provide: Session, useValue: { mayOperate: () => true } },
        { provide: BackUpNowDialogs, useValue: { open: (id: string) => asked.push(id) } },
      ],
    });
    const projects = Array.from({ length: count }, (_, n) =>
      aProject(`p${n}`, { state: 'not_protected', reasons: [aReason('TOO_OLD')] }),
    );
    const fixture = TestBed.createComponent(ProblemCards);
    fixture.componentRef.setInput('problems', problemsOf(aDashboard(projects), now));
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  it('are headed by what is wrong and have one button each', async () => {
    const element = await show(1);
    expect(element.querySelector('h2')?.textContent).toBe('p0 has had no good backup for 6 h');
    const buttons = element.querySelectorAll('button');
    expect(buttons).toHaveLength(1);
    buttons[0]!.click();
    expect(asked).toEqual(['p0']);
  });

  it('are three at first, so that the projects stay in sight', async () => {
    const element = await show(5);
    expect(element.querySelectorAll('section')).toHaveLength(3);
    const more = element.querySelector<HTMLElement>('.more')!;
    expect(more.textContent.trim()).toBe('Show 2 more');
    more.click();
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.querySelectorAll('section')).toHaveLength(5);
  });

  it('say why their button does nothing while the connection is lost', async () => {
    const element = await show(1);
    lost.set('The connection is lost.');
    await new Promise((resolve) => setTimeout(resolve));
    const button = element.querySelector('button')!;
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.parentElement?.textContent).toContain('The connection is lost.');
    asked.length = 0;
    button.click();
    expect(asked).toEqual([]);
  });
});
