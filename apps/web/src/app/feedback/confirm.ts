import { inject, Injectable, Injector } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { Question } from './confirm-dialog';

/** Asks before something is lost. The dialog's code is fetched when it is first needed. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly injector = inject(Injector);

  /** @returns whether it is to be done */
  async ask(question: Question): Promise<boolean> {
    const [{ MatDialog }, { ConfirmDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./confirm-dialog'),
    ]);
    const dialog = this.injector.get(MatDialog).open(ConfirmDialog, { data: question, width: '440px' });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}
