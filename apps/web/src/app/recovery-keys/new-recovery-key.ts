import { Component, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ProblemPanel } from '../feedback/problem-panel';
import { Icon } from '../icons/icon';
import { CAN_MAKE_KEYS } from './browser-keys';
import { KeyMadeElsewhere } from './key-made-elsewhere';
import { KeyMadeHere } from './key-made-here';
import { RecoveryKeyMaker } from './recovery-key-maker';

/** Asks for a recovery key, in this page or, over plain HTTP and by choice, by its public half. The page around it provides the maker. */
@Component({
  selector: 'sb-new-recovery-key',
  imports: [MatButton, Icon, ProblemPanel, KeyMadeHere, KeyMadeElsewhere],
  template: `
    @if (!canMakeKeys) {
      <div class="sb-panel tone-warn">
        <sb-icon name="lock-open" />
        <p class="dense" i18n>
          <strong>This page came over plain HTTP</strong>, where a key made here could be read on its way. Give the
          service an https address, or set PUBLIC_URL to <code>{{ tunnelled }}</code> and open it through
          <code>{{ tunnel }}</code>. Or make the key elsewhere:
        </p>
      </div>
    }
    @if (elsewhere()) {
      <sb-key-made-elsewhere />
    } @else {
      <sb-key-made-here [filled]="filled()" />
    }
    @if (maker.problem(); as problem) {
      <sb-problem [problem]="problem" />
    }
    @if (canMakeKeys && maker.unproven() === null) {
      <button matButton type="button" class="other" (click)="elsewhere.set(!elsewhere())">
        @if (elsewhere()) {
          <ng-container i18n>Make the key in this browser</ng-container>
        } @else {
          <ng-container i18n>Use a key of my own</ng-container>
        }
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    code {
      font: 12px/18px var(--sb-mono);
      overflow-wrap: anywhere;
    }
    .other {
      align-self: flex-start;
    }
  `,
})
export class NewRecoveryKey {
  readonly filled = input(false);

  protected readonly maker = inject(RecoveryKeyMaker);
  protected readonly canMakeKeys = inject(CAN_MAKE_KEYS);
  protected readonly elsewhere = signal(!this.canMakeKeys);
  private readonly port = location.port === '' ? '3000' : location.port;
  protected readonly tunnel = `ssh -L ${this.port}:localhost:${this.port} ${location.hostname}`;
  protected readonly tunnelled = `http://localhost:${this.port}`;
}
