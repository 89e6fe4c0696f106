import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../api/api';
import { cancelImport } from '../../api/fn/storage/cancel-import';
import { importDestination } from '../../api/fn/storage/import-destination';
import { listImports } from '../../api/fn/storage/list-imports';
import type { ImportItemKind } from '../../api/models/import-item-kind';
import type { ImportJobDto } from '../../api/models/import-job-dto';
import type { ImportMode } from '../../api/models/import-mode';
import { Attempt } from '../../feedback/attempt';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { count } from '../../format/count';
import { When } from '../../format/when';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { StateMark } from '../../states/state-mark';
import { addable, foundKinds, isUnderWay } from './import-kinds';
import { ImportItems } from './import-items';

/** How far one is, is told by no event: it is asked for while one goes on. Milliseconds. */
const askEveryMs = 2_000;

/** What lies at a destination: first only looked at, then added to the records. */
@Component({
  selector: 'sb-import',
  imports: [Icon, ImportItems, Loading, MatButton, ProblemPanel, StateMark, When],
  templateUrl: './import-card.html',
  styleUrl: './import-card.scss',
  host: { class: 'sb-card' },
})
export class ImportCard {
  /** Of the destination. */
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly attempt = new Attempt();
  /** Whose items are shown. */
  protected readonly opened = signal<ImportItemKind | null>(null);
  protected readonly page = live({
    by: () => this.id(),
    load: async (id) => (await this.api.invoke(listImports, { id })).items as readonly ImportJobDto[],
  });
  protected readonly last = computed(() => this.page.value()?.[0] ?? null);
  protected readonly goesOn = computed(() => {
    const last = this.last();
    return last !== null && isUnderWay(last);
  });
  protected readonly found = computed(() => {
    const last = this.last();
    return last === null ? [] : foundKinds(last);
  });
  /** Of a look that has ended, as long as nobody has added it. */
  protected readonly addable = computed(() => {
    const last = this.last();
    return last?.mode === 'preview' && last.status === 'succeeded' ? addable(last) : 0;
  });
  protected readonly seen = computed(() => count(this.last()?.seen ?? 0));

  constructor() {
    let asking: ReturnType<typeof setInterval> | undefined;
    effect(() => {
      clearInterval(asking);
      if (this.goesOn()) asking = setInterval(() => this.page.reload(), askEveryMs);
    });
    inject(DestroyRef).onDestroy(() => clearInterval(asking));
  }

  protected toggle(kind: ImportItemKind): void {
    this.opened.set(this.opened() === kind ? null : kind);
  }

  protected async start(mode: ImportMode): Promise<void> {
    this.opened.set(null);
    await this.attempt.at(async () => {
      await this.api.invoke(importDestination, { id: this.id(), body: { mode } });
    });
    this.page.reload();
  }

  protected async cancel({ id: jobId }: ImportJobDto): Promise<void> {
    await this.attempt.at(async () => {
      await this.api.invoke(cancelImport, { id: this.id(), jobId });
    });
    this.page.reload();
  }
}
