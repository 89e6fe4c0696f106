import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { settled } from '../../../../testing/settled';
import { textOf } from '../../../../testing/serve';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { CopyRetentionDto } from '../../../api/models/copy-retention-dto';
import { aBackup, aCopy } from '../../testing/backups';
import { KeptCard } from './kept-card';

const kept = (change: Partial<CopyRetentionDto> = {}): CopyRetentionDto => ({
  copyId: 'copy-1',
  keptBecause: ['newest of week 47 (weekly 2 of 4)'],
  deletesAt: '2027-01-12T02:30:00Z',
  approvalId: null,
  ...change,
});

describe('P-WEB-510 why a backup is kept', () => {
  const show = async (change: Partial<BackupDto>): Promise<HTMLElement> => {
    TestBed.configureTestingModule({ providers: [provideRouter([])] });
    const fixture = TestBed.createComponent(KeptCard);
    fixture.componentRef.setInput('backup', aBackup(change));
    await settled(fixture);
    return fixture.nativeElement as HTMLElement;
  };
  const copies = [aCopy(), aCopy({ id: 'copy-2', destinationName: 'Cloud' })];

  it('is said of each copy, with the day on which it goes; copies of which the same is said stand together', async () => {
    const same = await show({ copies, retention: [kept(), kept({ copyId: 'copy-2' })] });
    expect([...same.querySelectorAll('section')].map(textOf)).toEqual([
      'Local disk and Cloud newest of week 47 (weekly 2 of 4) will be deleted on 12 Jan 2027 , if backups go on as planned',
    ]);
    expect(same.querySelector('time')?.title).toMatch(/12 January 2027 at \d\d:30:00/);
    TestBed.resetTestingModule();
    const other = kept({ copyId: 'copy-2', keptBecause: ['the destination never deletes'], deletesAt: null });
    const different = await show({ copies, retention: [kept(), other] });
    expect([...different.querySelectorAll('section')].map(textOf)[1]).toBe(
      'Cloud the destination never deletes Nobody knows yet when it goes.',
    );
  });

  it('says that a deletion waits for its approval, with the way there', async () => {
    const waiting = kept({ keptBecause: [], deletesAt: null, approvalId: 'a1' });
    const page = await show({ retention: [waiting] });
    expect(textOf(page)).toContain('It would be deleted, and waits for an owner to approve that. See the list');
    expect(page.querySelector('a')?.getAttribute('href')).toBe('/schedules');
  });

  it('is the lock, where it is locked; without a copy that retention knows it stays', async () => {
    expect(textOf(await show({ locked: true, retention: [kept()] }))).toBe(
      'Kept because It is locked: nothing deletes it until somebody unlocks it.',
    );
    TestBed.resetTestingModule();
    expect(textOf(await show({ retention: [] }))).toContain('it stays until somebody deletes it');
  });
});
