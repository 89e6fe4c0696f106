import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../icons/icon';
import { Appearance } from './appearance';

const names = { system: $localize`as the system`, light: $localize`light`, dark: $localize`dark` };

@Component({
  selector: 'sb-theme-button',
  imports: [MatIconButton, Icon],
  template: `<button matIconButton [attr.aria-label]="label()" [title]="label()" (click)="appearance.next()">
    <sb-icon name="theme" />
  </button>`,
})
export class ThemeButton {
  protected readonly appearance = inject(Appearance);
  protected readonly label = computed(() => $localize`Change theme (now ${names[this.appearance.theme()]}:theme:)`);
}
