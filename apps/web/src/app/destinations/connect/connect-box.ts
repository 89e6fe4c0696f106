import { Component, computed, ElementRef, input, output, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import type { WaitingAccount } from './waiting-account';

let boxes = 0;

/** What is to be seen of connecting an account: the button, what it waits for, and what came of it. */
@Component({
  selector: 'sb-connect-box',
  imports: [MatButton, Icon, ProblemPanel],
  templateUrl: './connect-box.html',
  styleUrl: './connect-box.scss',
})
export class ConnectBox {
  readonly account = input.required<WaitingAccount>();
  /** Of the button: `Connect Google Drive`. */
  readonly action = input.required<string>();
  /** Why the button can't be pressed yet; empty: it can. */
  readonly missing = input('');
  /** What to do on the provider's page. */
  readonly there = input.required<string>();
  readonly begin = output();

  /** A page may have two: what ended, and the form. */
  protected readonly stateId = `connect-state-${(boxes += 1)}`;
  protected readonly isOff = computed(() => this.account().isBusy() || this.missing() !== '');
  protected readonly name = computed(() => this.account().connected()?.account ?? null);

  private readonly button = viewChild.required<unknown, ElementRef<HTMLElement>>('main', { read: ElementRef });

  /** What had the focus goes: it stays at the button beside it. */
  protected async cancel(): Promise<void> {
    this.button().nativeElement.focus();
    await this.account().cancel();
  }

  protected press(): void {
    if (!this.isOff()) this.begin.emit();
  }
}
