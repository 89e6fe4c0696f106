import { Component, computed, input } from '@angular/core';
import { StateMark } from '../../states/state-mark';
import { boxWords } from './box-looks';
import type { PipelineView } from './pipeline-view';

/** The picture as an ordered list: nothing is cut, and everything is read aloud. */
@Component({
  selector: 'sb-pipeline-list',
  imports: [StateMark],
  template: `
    <ol>
      @for (row of rows(); track row.box.id) {
        <li>
          <sb-state-mark [glyph]="row.look.glyph" [tone]="row.look.tone" />
          <span class="title">
            {{ row.box.title }}
            <span class="sb-hidden">{{ row.look.word }}</span>&ngsp;
            @if (row.isBottleneck) {
              <strong i18n>bottleneck</strong>&ngsp;
            }
          </span>
          <span class="values">
            <span>{{ row.box.first }}</span>&ngsp;
            <span class="quiet">{{ row.box.second }}</span>
          </span>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      padding: 10px 0;
      font-size: 13px;
      line-height: 18px;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
    }
    .title {
      flex: 1 1 160px;
      min-width: 0;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    strong {
      padding: 2px 8px;
      margin-inline-start: 8px;
      border-radius: 6px;
      font-size: 12px;
      background: var(--mat-sys-on-surface);
      color: var(--mat-sys-surface-container-lowest);
    }
    .values {
      display: flex;
      flex: 2 1 240px;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    .values > * {
      flex: 1 1 120px;
    }
  `,
})
export class PipelineList {
  readonly view = input.required<PipelineView>();

  protected readonly rows = computed(() => {
    const { stages, destinations, bottleneck } = this.view();
    return [...stages, ...destinations].map((box) => ({
      box,
      look: boxWords[box.state],
      isBottleneck: box.id === bottleneck,
    }));
  });
}
