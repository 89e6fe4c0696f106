import { Component, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatRadioModule } from '@angular/material/radio';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Confirm } from '../../feedback/confirm';
import { Icon } from '../../icons/icon';
import { Section } from './section';

/** Buttons and what is switched. */
@Component({
  selector: 'sb-dev-controls',
  imports: [Section, Icon, MatButton, MatIconButton, MatCheckbox, MatRadioModule, MatSlideToggle],
  template: `
    <sb-dev-section name="Buttons" i18n-name>
      <p>
        <button matButton="filled"><sb-icon name="back-up" />{{ texts.main }}</button>
        <button matButton="outlined"><sb-icon name="restore" />{{ texts.other }}</button>
        <button matButton>{{ texts.quiet }}</button>
        <button matButton="outlined" class="focused">{{ texts.focused }}</button>
        <button matIconButton [attr.aria-label]="texts.more"><sb-icon name="more" /></button>
      </p>
      <p>
        <button matButton="filled" class="danger" (click)="ask()">{{ texts.danger }}</button>
        <button matButton="filled" disabled disabledInteractive>{{ texts.disabled }}</button>
        <span class="hint">{{ texts.reason }}</span>
      </p>
      <p>
        <mat-slide-toggle [checked]="true" [aria-label]="texts.on" />
        <mat-slide-toggle [aria-label]="texts.off" />
        <mat-checkbox [checked]="true" [aria-label]="texts.on" />
        <mat-checkbox [aria-label]="texts.off" />
        <mat-radio-group [attr.aria-label]="texts.choice" value="1">
          <mat-radio-button value="1">{{ texts.on }}</mat-radio-button>
          <mat-radio-button value="2">{{ texts.off }}</mat-radio-button>
        </mat-radio-group>
      </p>
    </sb-dev-section>
  `,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
    }
    .focused {
      outline: 2px solid var(--mat-sys-primary);
      outline-offset: 2px;
    }
  `,
})
export class ControlsSection {
  private readonly confirm = inject(Confirm);
  protected readonly texts = {
    main: 'Back up now',
    other: 'Restore',
    quiet: 'Cancel',
    focused: 'Focus ring',
    more: 'More actions of shop-prod',
    danger: 'Delete shop-prod',
    disabled: 'Continue',
    reason: 'Ready when the key is proven.',
    on: 'On',
    off: 'Off',
    choice: 'A choice',
  };

  protected async ask(): Promise<void> {
    await this.confirm.ask({
      title: 'Delete destination MinIO office?',
      text: 'It holds 9 backups, 8.3 GiB. They stay in the bucket, but Stowbase forgets them.',
      action: 'Delete MinIO office',
    });
  }
}
