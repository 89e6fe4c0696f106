import { Component, input } from '@angular/core';
import type { BackupDto } from '../../../api/models/backup-dto';
import { Icon } from '../../../icons/icon';

/** Why it is still there. Nothing deletes backups by itself yet. */
@Component({
  selector: 'sb-kept',
  imports: [Icon],
  template: `
    <h2 i18n>Kept because</h2>
    <p>
      @if (backup().locked) {
        <sb-icon name="lock" [size]="18" />
        <span i18n>It is locked: nothing deletes it until somebody unlocks it.</span>
      } @else {
        <sb-icon name="info" [size]="18" />
        <span i18n>Nothing deletes backups by itself: it stays until somebody deletes it.</span>
      }
    </p>
  `,
  styles: `
    :host {
      padding: 16px;
    }
    p {
      display: flex;
      gap: 8px;
      margin-block-start: 8px;
      font-size: 13px;
      line-height: 18px;
    }
    sb-icon {
      color: var(--mat-sys-primary);
    }
  `,
  host: { class: 'sb-card' },
})
export class KeptCard {
  readonly backup = input.required<BackupDto>();
}
