import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../icons/icon';
import { ConnectionEntry } from './connection-entry';

/** What was changed for the person, with Undo, and what isn't changed but should be known. */
@Component({
  selector: 'sb-connection-notes',
  imports: [MatButton, Icon],
  template: `
    <div aria-live="polite">
      @if (entry.rewritten()) {
        <div class="sb-panel tone-ok">
          <sb-icon name="changed" />
          <p class="dense" i18n>
            <strong>Changed for you: port 6543 became 5432.</strong> The transaction pooler (6543) can’t hold one
            snapshot for a whole backup; the session pooler on the same host can.
          </p>
          <button matButton type="button" (click)="undo()" i18n>Undo</button>
        </div>
      }
      @for (notice of notices(); track $index) {
        <p class="hint">{{ notice }}</p>
      }
      @if (isDirect()) {
        <div class="sb-panel tone-idle">
          <sb-icon name="info" />
          <p class="dense" i18n>
            <strong>This host has an IPv6 address only</strong>, unless the project has the IPv4 add-on. If this server
            has no IPv6, paste the session pooler string: its host can’t be guessed.
          </p>
        </div>
      }
    </div>
  `,
  styles: `
    [aria-live] {
      display: flex;
      flex-direction: column;
      gap: 8px;
    }
    [aria-live]:empty {
      display: none;
    }
  `,
})
export class ConnectionNotes {
  readonly undone = output();

  protected readonly entry = inject(ConnectionEntry);
  protected readonly isDirect = computed(() => this.entry.kind() === 'direct');

  /** What the service says of the string; of a direct host the same is said here already. */
  protected readonly notices = computed(() => {
    const state = this.entry.doctor();
    return state.kind === 'done' && !this.isDirect() ? state.reply.notices : [];
  });

  protected undo(): void {
    this.entry.undoPort();
    if (this.entry.isComplete()) void this.entry.check();
    this.undone.emit();
  }
}
