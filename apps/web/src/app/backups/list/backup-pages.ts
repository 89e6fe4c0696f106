import { computed, DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Api } from '../../api/api';
import { listBackups } from '../../api/fn/backups/list-backups';
import type { BackupPageDto } from '../../api/models/backup-page-dto';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import type { Problem } from '../../api/models/problem';
import { problemOf } from '../../feedback/problem-of';
import { EventStream } from '../../live/event-stream';
import { rangeOf } from './day';
import { askedStatuses, matches, needsLooking, type ListFilter } from './list-filter';

/** Rows that one press of "Show more" brings. */
const wantedRows = 50;
const largestPage = 200;
/** Pages looked through for them at once: then somebody says whether to look further. */
const mostPages = 5;

/** The list of backups, page by page, kept true by events. */
export interface BackupPages {
  /** Undefined: nothing has come yet. */
  readonly items: Signal<readonly BackupSummaryDto[] | undefined>;
  readonly problem: Signal<Problem | null>;
  readonly isLoading: Signal<boolean>;
  readonly hasMore: Signal<boolean>;
  /** How many backups were looked through for those shown. */
  readonly looked: Signal<number>;
  more(): void;
  reload(): void;
  /** What a reply has brought already. */
  put(backup: BackupSummaryDto): void;
}

/** Call in an injection context. */
export function backupPages(filter: Signal<ListFilter>): BackupPages {
  const api = inject(Api);
  const stream = inject(EventStream);
  const items = signal<readonly BackupSummaryDto[] | undefined>(undefined);
  const problem = signal<Problem | null>(null);
  const isLoading = signal(false);
  const next = signal<string | null>(null);
  const looked = signal(0);
  let turn = 0;

  async function load(from: 'start' | 'here'): Promise<void> {
    const mine = (turn += 1);
    const wanted = untracked(filter);
    isLoading.set(true);
    const found: BackupSummaryDto[] = [];
    let cursor = from === 'start' ? null : untracked(next);
    let seen = 0;
    try {
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page = await readPage(api, wanted, cursor);
        seen += page.items.length;
        found.push(...page.items.filter((backup) => matches(wanted, backup)));
        cursor = page.next;
        if (cursor === null || found.length >= wantedRows) break;
      }
      if (mine !== turn) return;
      items.update((before) => (from === 'start' ? found : [...(before ?? []), ...found]));
      looked.update((before) => (from === 'start' ? seen : before + seen));
      next.set(cursor);
      problem.set(null);
    } catch (error) {
      if (mine === turn) problem.set(problemOf(error));
    } finally {
      if (mine === turn) isLoading.set(false);
    }
  }

  function put(backup: BackupSummaryDto): void {
    items.update((before) => before && placed(before, backup, matches(untracked(filter), backup)));
  }
  effect(() => {
    filter();
    items.set(undefined);
    untracked(() => void load('start'));
  });
  stream.events.pipe(takeUntilDestroyed()).subscribe(({ type, data }) => {
    if (type === 'backup.status') put(data as BackupSummaryDto);
  });
  const reload = (): void => void load('start');
  stream.missed.pipe(takeUntilDestroyed()).subscribe(reload);
  inject(DestroyRef).onDestroy(() => (turn += 1));
  return {
    items,
    problem,
    isLoading,
    hasMore: computed(() => next() !== null),
    looked,
    more: () => void load('here'),
    reload,
    put,
  };
}

/** The newest first; those of two states, which are few, in one page. */
async function readPage(api: Api, filter: ListFilter, cursor: string | null): Promise<BackupPageDto> {
  const { project, type, day, deleted } = filter;
  const range = day === null ? null : rangeOf(day);
  const statuses = askedStatuses(filter);
  const limit = needsLooking(filter) || statuses.length > 1 ? largestPage : wantedRows;
  const pages = await Promise.all(
    statuses.map((status) =>
      api.invoke(listBackups, {
        limit,
        ...(cursor === null ? {} : { cursor }),
        ...(project === null ? {} : { project }),
        ...(type === null ? {} : { type }),
        ...(range === null ? {} : { from: range.from.toISOString(), to: range.to.toISOString() }),
        ...(status === undefined ? {} : { status }),
        ...(deleted ? { deleted: true } : {}),
      }),
    ),
  );
  const [first] = pages;
  if (pages.length === 1 && first !== undefined) return first;
  return { items: pages.flatMap((page) => page.items).sort(newestFirst), next: null };
}

const newestFirst = (a: BackupSummaryDto, b: BackupSummaryDto): number =>
  b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id);

/** With a backup as it is now: in its place, new at the top, or gone because it doesn't match any more. */
export function placed(
  before: readonly BackupSummaryDto[],
  backup: BackupSummaryDto,
  isWanted: boolean,
): readonly BackupSummaryDto[] {
  const at = before.findIndex(({ id }) => id === backup.id);
  if (at >= 0) return isWanted ? before.with(at, backup) : before.filter(({ id }) => id !== backup.id);
  const isNewest = before[0] === undefined || newestFirst(backup, before[0]) < 0;
  // An older one that isn't shown may belong behind what was loaded.
  return isWanted && isNewest ? [backup, ...before] : before;
}
