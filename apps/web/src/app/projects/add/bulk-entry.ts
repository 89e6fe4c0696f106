import { computed, signal } from '@angular/core';
import type { CreateProjectDto } from '../../api/models/create-project-dto';
import type { MaskedText } from '../../connection/masked-field';
import { edited, masked } from '../../connection/masked-text';
import { bulkLines, bulkProjects, bulkSecrets, mostLines } from './bulk-lines';

/** Several connection strings that are being entered: their passwords are here and nowhere else. */
export class BulkEntry implements MaskedText {
  private readonly text = signal('');
  readonly shown = computed(() => masked(this.text(), bulkSecrets(this.text())));
  readonly lines = computed(() => bulkLines(this.text()));
  readonly isEmpty = computed(() => this.lines().length === 0);
  /** Why it can't be sent yet; empty: it can. */
  readonly why = computed(() => {
    const lines = this.lines();
    if (lines.length === 0) return $localize`Paste the strings first.`;
    if (lines.length > mostLines) return $localize`At most ${mostLines} at once.`;
    const wrong = lines.filter(({ problem }) => problem !== null).map(({ number }) => number);
    return wrong.length === 0 ? '' : $localize`Look at line ${wrong.join(', ')} first.`;
  });

  edit(shownNow: string, caret: number): number {
    const before = this.text();
    this.text.set(edited(before, this.shown(), shownNow, caret));
    return this.text().length - before.length;
  }

  clear(): void {
    this.text.set('');
  }

  projects(): CreateProjectDto[] {
    return bulkProjects(this.text());
  }
}
