import { Component, computed, input } from '@angular/core';
import type { RetentionPreviewDto } from '../../../api/models/retention-preview-dto';
import { bytes } from '../../../format/bytes';
import { moment } from '../../../format/moment';
import { Icon } from '../../../icons/icon';

/** What a rule would delete now, exactly: how many, what that frees, and each of them. Saving approves this list and no other. */
@Component({
  selector: 'sb-deletion-panel',
  imports: [Icon],
  template: `
    @if (preview().wouldDelete > 0) {
      <div class="sb-panel tone-bad" role="status">
        <sb-icon name="delete-pending" />
        <div>
          <p>
            <strong>{{ main() }}</strong> {{ freed() }}
          </p>
          <p i18n>It is deleted after the next good backup. Saving approves exactly this list.</p>
          <details>
            <summary i18n>Show the list</summary>
            @for (set of sets(); track set.key) {
              <h4>{{ set.name }}</h4>
              <ul>
                @for (dot of set.gone; track dot.id) {
                  <li>
                    {{ dot.at }} <span class="quiet">{{ dot.size }}</span>
                  </li>
                }
              </ul>
            }
          </details>
        </div>
      </div>
    }
  `,
  styleUrl: './deletion-panel.scss',
})
export class DeletionPanel {
  readonly preview = input.required<RetentionPreviewDto>();
  readonly zone = input.required<string>();

  protected readonly main = computed(() => {
    const { wouldDelete } = this.preview();
    return $localize`This change would delete ${wouldDelete}:count: now`;
  });
  protected readonly freed = computed(() => {
    const parts = this.preview()
      .sets.filter(({ wouldDelete }) => wouldDelete > 0)
      .map((set) => $localize`${bytes(set.wouldDeleteBytes)}:size: at ${nameOf(set.destinationName)}:destination:`);
    return $localize`and free ${new Intl.ListFormat('en-GB').format(parts)}:sizes:.`;
  });
  protected readonly sets = computed(() =>
    this.preview()
      .sets.filter(({ wouldDelete }) => wouldDelete > 0)
      .map((set) => ({
        key: set.key,
        name: nameOf(set.destinationName),
        gone: set.dots
          .filter(({ fate }) => fate !== 'kept')
          .map((dot) => ({
            id: dot.copyId,
            at: moment(new Date(dot.at), new Date(), this.zone()),
            size: bytes(dot.size),
          })),
      })),
  );
}

const nameOf = (name: string | null): string => name ?? $localize`a destination`;
