import { EnvironmentInjector, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import { aBackup } from '../testing/backups';
import { WebWorld } from '../testing/web-world';
import { backupPages, type BackupPages } from './backup-pages';
import { noFilter, type ListFilter } from './list-filter';

const many = (amount: number, from = 0, change: Partial<BackupSummaryDto> = {}): BackupSummaryDto[] =>
  Array.from({ length: amount }, (_, index) => aBackup({ id: `b${from + index}`, ...change }));

describe('P-WEB-172 the pages of the list', () => {
  let world: WebWorld;
  const filter = signal<ListFilter>(noFilter);
  let pages: BackupPages;
  const settle = async (): Promise<void> => {
    TestBed.tick();
    // An answer passes a handful of promises on its way.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const answer = async (items: BackupSummaryDto[], next: string | null): Promise<URLSearchParams> => {
    await settle();
    const request = world.request('/backups');
    request.flush({ items, next });
    await settle();
    return new URLSearchParams(request.request.params.toString());
  };
  beforeEach(() => {
    world = new WebWorld();
    filter.set(noFilter);
    pages = runInInjectionContext(TestBed.inject(EnvironmentInjector), () => backupPages(filter));
  });
  afterEach(() => world.http.verify());

  it('come one behind the other by their cursor', async () => {
    expect((await answer(many(50), 'c1')).get('cursor')).toBeNull();
    expect([pages.items()?.length, pages.hasMore()]).toEqual([50, true]);
    pages.more();
    expect((await answer(many(7, 50), null)).get('cursor')).toBe('c1');
    expect([pages.items()?.length, pages.hasMore()]).toEqual([57, false]);
  });

  it('are looked through further until there are enough matches, but not without end', async () => {
    await answer([], null);
    filter.set({ ...noFilter, search: 'zebra' });
    for (let page = 1; page <= 5; page += 1) await answer(many(200), `c${page}`);
    expect([pages.items()?.length, pages.looked(), pages.hasMore()]).toEqual([0, 1_000, true]);
  });

  it('begin anew with another filter; a late reply of the one before counts no more', async () => {
    await settle();
    const late = world.request('/backups');
    filter.set({ ...noFilter, project: 'p1' });
    const params = await answer(many(1), null);
    expect(params.get('project')).toBe('p1');
    late.flush({ items: many(50), next: null });
    await settle();
    expect(pages.items()).toHaveLength(1);
  });

  it('take over what an event says, and are fetched anew when events were missed', async () => {
    await answer(many(2), null);
    world.tell('backup.status', 'b1', aBackup({ id: 'b1', locked: true }));
    expect(pages.items()?.[1]?.locked).toBe(true);
    world.missed.next();
    await answer(many(3), null);
    expect(pages.items()).toHaveLength(3);
  });

  it('keep what they have when a request fails, and say why', async () => {
    await answer(many(50), 'c1');
    pages.more();
    await settle();
    world.request('/backups').flush({ code: 'X', status: 503, detail: 'Too busy.' }, { status: 503, statusText: '' });
    await settle();
    expect([pages.items()?.length, pages.problem()?.detail]).toEqual([50, 'Too busy.']);
  });
});
