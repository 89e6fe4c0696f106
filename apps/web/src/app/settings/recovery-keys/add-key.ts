import { Component, effect, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { FocusHere } from '../../feedback/focus-here';
import { NewRecoveryKey } from '../../recovery-keys/new-recovery-key';
import { RecoveryKeyMaker } from '../../recovery-keys/recovery-key-maker';

/** Another recovery key: made in this browser, or its public half pasted. */
@Component({
  selector: 'sb-add-key',
  imports: [MatButton, FocusHere, NewRecoveryKey],
  providers: [RecoveryKeyMaker],
  template: `
    <section class="sb-card" aria-labelledby="add-key">
      <h3 id="add-key" sbFocusHere i18n>New recovery key</h3>
      <sb-new-recovery-key />
      <div>
        <button matButton type="button" (click)="closed.emit()" i18n>Close</button>
      </div>
    </section>
  `,
  styles: `
    section {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 16px;
    }
  `,
})
export class AddKey {
  /** Proven, or left for later. */
  readonly closed = output();
  private readonly maker = inject(RecoveryKeyMaker);

  constructor() {
    effect(() => {
      if (this.maker.proven() !== null) this.closed.emit();
    });
  }
}
