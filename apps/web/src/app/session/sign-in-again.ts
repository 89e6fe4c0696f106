import { inject, Injectable, Injector } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Session } from './session';

/** One dialog, however many requests find the session ended. */
@Injectable({ providedIn: 'root' })
export class SignInAgain {
  private readonly injector = inject(Injector);
  private asking: Promise<boolean> | null = null;

  /** @returns whether somebody signed in; else the sign-in page is open */
  ask(): Promise<boolean> {
    if (this.injector.get(Session).user() === null) return Promise.resolve(false);
    this.asking ??= this.open().finally(() => (this.asking = null));
    return this.asking;
  }

  private async open(): Promise<boolean> {
    const [{ MatDialog }, { SignInDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./sign-in-dialog'),
    ]);
    const dialog = this.injector.get(MatDialog).open(SignInDialog, { disableClose: true, width: '420px' });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}
