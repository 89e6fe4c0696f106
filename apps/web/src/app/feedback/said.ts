import { inject, Injectable, Injector } from '@angular/core';

/** Confirmations only, never errors (design/ux.md §6). Milliseconds. */
const shownFor = 5_000;

/** One line at the foot of the page that goes away by itself. Its code is fetched when it is first needed. */
@Injectable({ providedIn: 'root' })
export class Said {
  private readonly injector = inject(Injector);

  async say(text: string, action?: string): Promise<void> {
    const { MatSnackBar } = await import('@angular/material/snack-bar');
    this.injector.get(MatSnackBar).open(text, action, { duration: shownFor });
  }
}
