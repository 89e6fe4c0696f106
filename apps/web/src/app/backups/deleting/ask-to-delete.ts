import { inject, Injectable, Injector } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';

/** Asks, deletes, and says how many went. The dialog is loaded when it is needed. */
@Injectable({ providedIn: 'root' })
export class AskToDelete {
  private readonly injector = inject(Injector);

  async ask(backups: readonly BackupSummaryDto[]): Promise<number> {
    const [{ MatDialog }, { DeleteDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./delete-dialog'),
    ]);
    const options = { data: backups, width: '560px', autoFocus: '[cdkFocusInitial]' };
    const dialog = this.injector.get(MatDialog).open<unknown, unknown, number>(DeleteDialog, options);
    return (await firstValueFrom(dialog.afterClosed())) ?? 0;
  }
}
