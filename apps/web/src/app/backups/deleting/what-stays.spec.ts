import { TestBed } from '@angular/core/testing';
import { Api } from '../../api/api';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import { aBackup } from '../testing/backups';
import { WebWorld } from '../testing/web-world';
import { whatStays, whyKept, type Stays } from './what-stays';

async function stays(
  going: BackupSummaryDto[],
  whole: BackupSummaryDto[],
  next: string | null = null,
): Promise<Stays[]> {
  const world = new WebWorld();
  const asked = whatStays(TestBed.inject(Api), going);
  for (const request of world.http.match(() => true)) {
    const project = request.request.params.get('project');
    request.flush({ items: whole.filter(({ projectId }) => projectId === project), next });
  }
  return asked;
}

describe('P-WEB-173 what a deletion leaves', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => aBackup({ id }));

  it('is counted by project, with the newest that stays', async () => {
    const other = aBackup({ id: 'x', projectId: 'p2', projectName: 'crm' });
    expect(await stays([a!, other], [a!, b!, c!, other])).toMatchObject([
      { projectName: 'shop', going: 1, staying: 2, newest: b!.createdAt, isLast: false },
      { projectName: 'crm', going: 1, staying: 0, newest: null, isLast: true },
    ]);
  });

  it('is the last whole backup only when a whole one goes and none stays', async () => {
    const failed = aBackup({ id: 'f', status: 'failed', shownStatus: 'failed' });
    expect((await stays([failed], []))[0]?.isLast).toBe(false);
    TestBed.resetTestingModule();
    expect((await stays([a!, b!], [a!, b!]))[0]?.isLast).toBe(true);
    TestBed.resetTestingModule();
    expect((await stays([a!], [a!], 'more'))[0]).toMatchObject({ isLast: false, atLeast: true });
  });

  it('is nothing of what is locked, under way or deleted: each says why', () => {
    expect(whyKept(a!)).toBeNull();
    expect(whyKept(aBackup({ locked: true }))).toMatch(/locked/);
    expect(whyKept(aBackup({ shownStatus: 'finishing' }))).toMatch(/under way/);
    expect(whyKept(aBackup({ deletedAt: '2026-11-25T00:00:00Z' }))).toMatch(/deleted/);
  });
});
