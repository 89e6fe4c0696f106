import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api';
import { previewRetention } from '../../api/fn/retention/preview-retention';
import type { Problem } from '../../api/models/problem';
import type { RetentionPreviewDto } from '../../api/models/retention-preview-dto';
import { problemOf } from '../../feedback/problem-of';

export type RetentionQuestion = Parameters<typeof previewRetention>[2]['body'];

/** Milliseconds without a change before it is asked for. */
const settleMs = 350;

/** What a rule would keep and delete. Asked for anew as soon as nothing changes any more. */
@Injectable()
export class RetentionPreview {
  private readonly api = inject(Api);
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  readonly value = signal<RetentionPreviewDto | undefined>(undefined);
  readonly problem = signal<Problem | null>(null);
  /** Something has changed since, and the answer isn't here yet. */
  readonly isOld = signal(false);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.waiting);
      this.turn += 1;
    });
  }

  /** @param question null: what is typed is no rule */
  soon(question: RetentionQuestion | null): void {
    this.isOld.set(true);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.load(question), settleMs);
  }

  async load(question: RetentionQuestion | null): Promise<void> {
    clearTimeout(this.waiting);
    const turn = (this.turn += 1);
    if (question === null) return;
    try {
      const preview = await this.api.invoke(previewRetention, { body: question });
      if (turn !== this.turn) return;
      this.value.set(preview);
      this.isOld.set(false);
      this.problem.set(null);
    } catch (error) {
      if (turn === this.turn) this.problem.set(problemOf(error));
    }
  }
}
