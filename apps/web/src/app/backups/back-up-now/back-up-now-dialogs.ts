import { inject, Injectable, Injector } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';

/** Asks what to back up and where to, and goes to the run. The dialog is loaded when it is needed. */
@Injectable({ providedIn: 'root' })
export class BackUpNowDialogs {
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);
  private isOpen = false;

  /** @param projectId the only one in question; left out: any */
  async open(projectId: string | null = null): Promise<void> {
    if (this.isOpen) return;
    this.isOpen = true;
    try {
      const [{ MatDialog }, { BackUpDialog }] = await Promise.all([
        import('@angular/material/dialog'),
        import('./back-up-dialog'),
      ]);
      const options = { data: projectId, width: '520px', autoFocus: '[cdkFocusInitial]' };
      const dialog = this.injector.get(MatDialog).open<unknown, string | null, string>(BackUpDialog, options);
      const run = await firstValueFrom(dialog.afterClosed());
      if (run !== undefined) await this.router.navigate(['/backups', run]);
    } finally {
      this.isOpen = false;
    }
  }
}
