import { aBackup } from '../testing/backups';
import { placed } from './backup-pages';
import { askedStatuses, matches, needsLooking, noFilter, statusChoices } from './list-filter';
import { rowTexts } from './row-texts';

describe('P-WEB-170 the filters of the list', () => {
  it('has every state to choose from, finishing being a part of running', () => {
    expect(statusChoices).toHaveLength(9);
    expect(askedStatuses({ ...noFilter, status: 'running' })).toEqual(['running', 'committing']);
    expect(matches({ ...noFilter, status: 'running' }, aBackup({ shownStatus: 'finishing' }))).toBe(true);
  });

  it('tells apart what the service does not: complete, with gaps, partly stored', () => {
    for (const status of ['complete', 'complete_with_gaps', 'partly_stored'] as const) {
      expect(askedStatuses({ ...noFilter, status })).toEqual(['succeeded']);
      expect(needsLooking({ ...noFilter, status })).toBe(true);
      expect(matches({ ...noFilter, status }, aBackup({ shownStatus: 'partly_stored' }))).toBe(
        status === 'partly_stored',
      );
    }
    expect(needsLooking({ ...noFilter, status: 'failed' })).toBe(false);
  });

  it.each(['SHOP', 'olga', 'disk', '_a1.tar', 'cron', 'b1', 'plan', 'CONNECTION_LOST'])('finds by %s', (search) => {
    const backup = aBackup({
      notes: 'Before the new plan',
      gaps: [{ component: 'cron', status: 'not_permitted', reason: '' }],
      error: { code: 'DUMP_CONNECTION_LOST', text: '', nextStep: null },
    });
    expect(matches({ ...noFilter, search }, backup)).toBe(true);
    expect(matches({ ...noFilter, search: 'zebra' }, backup)).toBe(false);
  });

  it('keeps deleted ones apart, and looks at project and kind', () => {
    const deleted = aBackup({ deletedAt: '2026-11-25T00:00:00.000Z' });
    expect(matches(noFilter, deleted)).toBe(false);
    expect(matches({ ...noFilter, deleted: true }, deleted)).toBe(true);
    expect(matches({ ...noFilter, project: 'p2' }, aBackup())).toBe(false);
    expect(matches({ ...noFilter, type: 'schema' }, aBackup())).toBe(false);
  });
});

describe('P-WEB-171 the rows', () => {
  const [newer, older] = [aBackup({ id: 'n', createdAt: '2026-11-24T09:00:00Z' }), aBackup({ id: 'o' })];

  it('change in their place, begin at the top, and go when they match no more', () => {
    const changed = { ...older, locked: true };
    expect(placed([newer, older], changed, true)).toEqual([newer, changed]);
    expect(placed([older], newer, true)).toEqual([newer, older]);
    expect(placed([newer, older], newer, false)).toEqual([older]);
    expect(placed([newer], older, true)).toEqual([newer]);
    expect(placed([newer], older, false)).toEqual([newer]);
  });

  it('say in plain words that nobody knows what an encrypted backup holds that was found at a destination', () => {
    const gaps = [{ component: 'contents', status: 'failed', reason: 'only its private key shows' }];
    expect(rowTexts(aBackup({ gaps, shownStatus: 'complete_with_gaps' })).coverage).toBe('1 gap: What is inside');
  });

  it('say coverage, copies and checks of whole backups only', () => {
    expect(rowTexts(aBackup())).toMatchObject({ coverage: 'no gap', size: '40.0 MiB', copies: '1 of 1', level: 1 });
    const gaps = [{ component: 'cron', status: 'not_permitted', reason: '' }];
    expect(rowTexts(aBackup({ gaps, shownStatus: 'complete_with_gaps' })).coverage).toBe('1 gap: Cron');
    expect(rowTexts(aBackup({ status: 'failed', shownStatus: 'failed', storedBytes: null }))).toMatchObject({
      coverage: '',
      size: '',
      copies: '',
      level: null,
    });
  });
});
