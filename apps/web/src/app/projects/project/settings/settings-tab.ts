import { Component, inject, viewChild } from '@angular/core';
import { warnBeforeUnload, type HasUnsaved } from '../../../feedback/keep-unsaved';
import { Session } from '../../../session/session';
import { ConnectionCard } from './connection-card';
import { DeleteCard } from './delete-card';
import { NameCard } from './name-card';

/** Name, notes, connection, and the end of a project. */
@Component({
  imports: [NameCard, ConnectionCard, DeleteCard],
  template: `
    @if (session.isOwner()) {
      <sb-project-name />
      <sb-project-connection />
      <sb-project-delete />
    } @else {
      <p class="sb-panel tone-idle" i18n>Only owners can change a project.</p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
      max-width: 928px;
    }
  `,
})
export class SettingsTab implements HasUnsaved {
  protected readonly session = inject(Session);
  private readonly name = viewChild(NameCard);
  private readonly connection = viewChild(ConnectionCard);

  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
  }

  hasUnsaved(): boolean {
    return this.name()?.hasUnsaved() === true || this.connection()?.hasUnsaved() === true;
  }
}
