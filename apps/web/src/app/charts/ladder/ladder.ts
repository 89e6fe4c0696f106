import { Component, computed, input } from '@angular/core';
import { checkWords, notChecked } from '../../states/words';

/** Of the row: 38 × 10. */
const pitch = 10;
const first = 4;
const middle = 5;

/** How far a backup was proven: size, every hash, every member, restored. The word of the last step that holds stands beside it. */
@Component({
  selector: 'sb-ladder',
  templateUrl: './ladder.html',
  styleUrl: './ladder.scss',
  host: { '[class.overdue]': 'overdue()', '[class.vertical]': 'vertical()' },
})
export class Ladder {
  /** How many of the four steps hold, 0 to 4. */
  readonly level = input.required<number>();
  /** The next check should have been made by now. */
  readonly overdue = input(false);
  /** One step below the other, each with its word. */
  readonly vertical = input(false);
  /** Vertical: what stands below each word, as when it was proven. */
  readonly texts = input<readonly string[]>([]);

  protected readonly label = computed(() => {
    const word = wordOf(this.level());
    const steps = $localize`${word}:word:, ${this.level()}:level: of 4 checks`;
    return this.overdue() ? $localize`${steps}, overdue` : steps;
  });
  protected readonly dots = computed(() =>
    checkWords.map((word, step) => ({
      word,
      code: `L${step}`,
      text: this.texts()[step] ?? '',
      x: first + step * pitch,
      isReached: step < this.level(),
    })),
  );
  /** Joined are only steps that both hold. */
  protected readonly line = computed(() =>
    this.level() < 2 ? null : `M${first} ${middle}H${first + (Math.min(4, this.level()) - 1) * pitch}`,
  );
}

/** Of the last step that holds. @param level how many of the four do */
export const wordOf = (level: number): string => checkWords[level - 1] ?? notChecked;
