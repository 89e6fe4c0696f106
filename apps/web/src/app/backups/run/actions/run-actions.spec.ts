import { Component, signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { jest } from '@jest/globals';
import { of } from 'rxjs';
import { press, serve, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { Live } from '../../../live/live';
import { aBackup } from '../../testing/backups';
import { RunActions } from './run-actions';

@Component({
  selector: 'sb-test-page',
  imports: [RunActions],
  template: `<sb-run-actions [live]="live" [backup]="backup()" />`,
})
class TestPage {
  readonly backup = signal(aBackup());
  readonly live = { set: (backup: BackupDto) => this.backup.set(backup) } as unknown as Live<BackupDto>;
}

describe('P-WEB-512 what can be done with a backup', () => {
  let service: Served;
  let fixture: ComponentFixture<TestPage>;
  /** What the dialog is closed with; undefined: it was left. */
  let written: string | undefined;

  beforeEach(async () => {
    const dialogs = { open: () => ({ afterClosed: () => of(written) }) };
    service = serve({ role: 'operator', providers: [{ provide: MatDialog, useValue: dialogs }] });
    fixture = TestBed.createComponent(TestPage);
    await settled(fixture);
  });
  const choose = async (text: string): Promise<void> => {
    (fixture.nativeElement as HTMLElement).querySelector<HTMLElement>('[aria-label="More for this backup"]')!.click();
    await settled(fixture);
    const items = [...document.querySelectorAll<HTMLElement>('[mat-menu-item]')];
    items.find(({ textContent }) => textContent.includes(text))!.click();
    // The code of the dialog is fetched first.
    await import('./lock-dialog');
    await settled(fixture);
  };

  it('a lock asks why it is kept, and writes both down at once; left, nothing happens', async () => {
    written = undefined;
    await choose('Lock, so that nothing deletes it');
    service.http.verify();
    written = 'Before the move.';
    await choose('Lock, so that nothing deletes it');
    const request = service.request('PATCH /api/backups/b1');
    expect(request.request.body).toEqual({ locked: true, notes: 'Before the move.' });
    request.flush(aBackup({ locked: true, notes: 'Before the move.' }));
    await settled(fixture);
    await choose('Unlock');
    expect(service.request('PATCH /api/backups/b1').request.body).toEqual({ locked: false });
  });

  it('a check is asked for, and shown where it goes on', async () => {
    const shown = jest.spyOn(TestBed.inject(Router), 'navigate');
    await press(fixture, 'Check');
    service.request('POST /api/backups/b1/check').flush({ items: [] });
    await settled(fixture);
    expect(shown).toHaveBeenCalledWith([], { queryParams: { tab: 'contents' } });
  });
});
