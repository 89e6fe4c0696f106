import { Component, inject } from '@angular/core';
import { MatRadioModule } from '@angular/material/radio';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Appearance, type Density, type Theme } from '../../theme/appearance';

/** How the app looks in this browser; at once, and for nobody else. */
@Component({
  imports: [MatRadioModule, MatSlideToggle],
  templateUrl: './appearance-section.html',
  styleUrls: ['../section.scss', './appearance-section.scss'],
})
export class AppearanceSection {
  protected readonly appearance = inject(Appearance);
  protected readonly themes: readonly { id: Theme; name: string }[] = [
    { id: 'system', name: $localize`As the system` },
    { id: 'light', name: $localize`Light` },
    { id: 'dark', name: $localize`Dark` },
  ];
  protected readonly densities: readonly { id: Density; name: string }[] = [
    { id: 'comfortable', name: $localize`Comfortable` },
    { id: 'compact', name: $localize`Compact: more rows on a page` },
  ];
}
