import { TestBed } from '@angular/core/testing';
import type { BackupDto } from '../../../api/models/backup-dto';
import { aBackup, aCopy } from '../../testing/backups';
import { DownloadOutcome } from './download-outcome';

const browser = (change: Parameters<typeof aCopy>[0]) =>
  aCopy({ destinationId: null, destinationName: 'Browser', ...change });

describe('P-WEB-308 a backup straight into the browser', () => {
  const show = async (backup: BackupDto): Promise<HTMLElement> => {
    const fixture = TestBed.createComponent(DownloadOutcome);
    fixture.componentRef.setInput('backup', backup);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  };
  const textOf = (element: Element | null): string => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';

  it('asks for patience while it is on its way', async () => {
    const page = await show(
      aBackup({ status: 'running', shownStatus: 'running', copies: [browser({ status: 'uploading' })] }),
    );
    expect(textOf(page.querySelector('h2'))).toBe('Keep this page open');
    expect(page.querySelector('[role=alert]')).toBeNull();
  });

  it.each(['failed', 'interrupted', 'cancelled'] as const)(
    'that is %s says in large type to delete the file',
    async (shown) => {
      const page = await show(aBackup({ status: shown, shownStatus: shown, copies: [browser({ status: 'failed' })] }));
      expect(textOf(page.querySelector('[role=alert] h2'))).toBe('The download failed: delete the file');
      expect(page.textContent).not.toContain('SHA-256');
    },
  );

  it('says how many bytes the whole file has, and its SHA-256', async () => {
    const copy = browser({ status: 'delivered', size: 41_209_876, sha256: 'cd'.repeat(32) });
    const page = await show(aBackup({ copies: [copy] }));
    expect(textOf(page.querySelector('h2'))).toBe('The download is complete');
    expect(textOf(page)).toContain('39.3 MiB (41,209,876 bytes)');
    expect(textOf(page.querySelector('.mono'))).toBe('cd'.repeat(32));
  });

  it('never calls a copy complete that was not delivered whole', async () => {
    for (const status of ['pending', 'uploading', 'failed', 'missing'] as const)
      expect(textOf((await show(aBackup({ copies: [browser({ status })] }))).querySelector('h2'))).not.toMatch(
        /complete/,
      );
  });

  it('is silent about backups that are stored', async () => {
    expect(textOf(await show(aBackup()))).toBe('');
  });
});
