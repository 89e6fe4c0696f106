import { inject, Injectable, Injector } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { BackupDto } from '../../../api/models/backup-dto';

/** Asks to which destination a backup is to be copied. The dialog's code is fetched when it is first needed. */
@Injectable({ providedIn: 'root' })
export class CopyElsewhere {
  private readonly injector = inject(Injector);

  /** @returns the destination's id; null: to none */
  async ask(backup: BackupDto): Promise<string | null> {
    const [{ MatDialog }, { CopyDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./copy-dialog'),
    ]);
    const dialog = this.injector.get(MatDialog).open(CopyDialog, { data: backup, width: '520px' });
    const chosen: unknown = await firstValueFrom(dialog.afterClosed());
    return typeof chosen === 'string' ? chosen : null;
  }
}
