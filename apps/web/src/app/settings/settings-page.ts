import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Session } from '../session/session';
import { sections } from './sections';

/** What can be set: the sections at the side, one of them shown. */
@Component({
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <h1 i18n>Settings</h1>
    <div class="page">
      <nav aria-label="Settings" i18n-aria-label>
        <ul>
          @for (section of shown(); track section.path) {
            <li>
              <a [routerLink]="section.path" routerLinkActive="here" ariaCurrentWhenActive="page">{{ section.name }}</a>
            </li>
          }
        </ul>
      </nav>
      <div class="section"><router-outlet /></div>
    </div>
  `,
  styleUrl: './settings-page.scss',
})
export class SettingsPage {
  private readonly session = inject(Session);
  protected readonly shown = computed(() =>
    sections.filter(({ ownersOnly }) => ownersOnly !== true || this.session.isOwner()),
  );
}
