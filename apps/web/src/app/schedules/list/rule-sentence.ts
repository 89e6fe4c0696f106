import { Component, effect, input, signal } from '@angular/core';
import { sentenceOf } from '../cron/sentence';

/** The rule of a schedule in words; cron until they are there. */
@Component({
  selector: 'sb-rule-sentence',
  template: `<span [title]="cron()">{{ text() }}</span>`,
})
export class RuleSentence {
  readonly cron = input.required<string>();
  protected readonly text = signal('');

  constructor() {
    effect((onCleanup) => {
      const cron = this.cron();
      let isOld = false;
      onCleanup(() => (isOld = true));
      void sentenceOf(cron).then((sentence) => {
        if (!isOld) this.text.set(sentence ?? cron);
      });
    });
  }
}
