import { Component, effect, inject, input, output, signal, type OnInit } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { RecoveryKeyDto } from '../../api/models/recovery-key-dto';
import { ProblemPanel } from '../../feedback/problem-panel';
import { CAN_MAKE_KEYS } from '../../recovery-keys/browser-keys';
import { KeyMadeElsewhere } from '../../recovery-keys/key-made-elsewhere';
import { KeyMadeHere } from '../../recovery-keys/key-made-here';
import { RecoveryKeyMaker } from '../../recovery-keys/recovery-key-maker';

/** Proves a key that waits for it: with its file in this page, or by decrypting the proof where the private key is. */
@Component({
  selector: 'sb-prove-key',
  imports: [MatButton, ProblemPanel, KeyMadeHere, KeyMadeElsewhere],
  providers: [RecoveryKeyMaker],
  template: `
    @if (elsewhere()) {
      <sb-key-made-elsewhere />
    } @else {
      <sb-key-made-here />
    }
    @if (maker.problem(); as problem) {
      <sb-problem [problem]="problem" />
    }
    <div class="sb-line">
      @if (canMakeKeys) {
        <button matButton type="button" (click)="elsewhere.set(!elsewhere())">
          @if (elsewhere()) {
            <ng-container i18n>Load the key file here</ng-container>
          } @else {
            <ng-container i18n>Prove it without loading the file here</ng-container>
          }
        </button>
      }
      <button matButton type="button" (click)="closed.emit()" i18n>Close</button>
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
  `,
})
export class ProveKey implements OnInit {
  readonly key = input.required<RecoveryKeyDto>();
  /** Proven, taken back, or left for later. */
  readonly closed = output();

  protected readonly maker = inject(RecoveryKeyMaker);
  protected readonly canMakeKeys = inject(CAN_MAKE_KEYS);
  protected readonly elsewhere = signal(!this.canMakeKeys);
  private resumed = false;

  constructor() {
    effect(() => {
      const isOver = this.maker.proven() !== null || (this.resumed && this.maker.unproven() === null);
      if (isOver) this.closed.emit();
    });
  }

  ngOnInit(): void {
    this.maker.resume(this.key());
    this.resumed = true;
  }
}
