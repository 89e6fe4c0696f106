import {
  afterRenderEffect,
  Component,
  computed,
  effect,
  type ElementRef,
  input,
  untracked,
  viewChild,
} from '@angular/core';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import { clockTime } from '../../../format/moment';
import { Icon } from '../../../icons/icon';
import { Follow } from './follow';

/** The lines of one stage. While it runs, the newest stays in view until somebody scrolls up. */
@Component({
  selector: 'sb-log-lines',
  imports: [Icon],
  templateUrl: './log-lines-box.html',
  styleUrl: './log-lines-box.scss',
})
export class LogLinesBox {
  readonly lines = input.required<readonly RunLogLineDto[]>();
  /** Of which stage, for who can't see where it stands. */
  readonly label = input.required<string>();
  /** More may come. */
  readonly grows = input(false);

  protected readonly follow = new Follow();
  private readonly box = viewChild.required<ElementRef<HTMLElement>>('box');

  protected readonly newText = computed(() => {
    const lines = this.follow.newLines();
    return lines === 1 ? $localize`1 new line` : $localize`${lines} new lines`;
  });

  constructor() {
    effect(() => {
      const { length } = this.lines();
      untracked(() => this.follow.grown(length));
    });
    afterRenderEffect(() => {
      this.lines();
      if (this.grows() && this.follow.isOn()) this.toEnd();
    });
  }

  protected time(at: string): string {
    return clockTime(new Date(at));
  }

  protected toEnd(): void {
    const element = this.box().nativeElement;
    element.scrollTop = element.scrollHeight;
  }
}
