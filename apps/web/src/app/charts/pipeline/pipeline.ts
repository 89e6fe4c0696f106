import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../../icons/icon';
import { glyphs, type Glyph } from '../../states/glyphs';
import { boxWords } from './box-looks';
import { elementWidth } from './element-width';
import { fitText } from './fit-text';
import { flagSize, layOut, narrowest, picture, type PlacedBox } from './geometry';
import { PipelineList } from './pipeline-list';
import { PipelinePreference } from './pipeline-preference';
import type { PipelineView } from './pipeline-view';

const padding = 10;
const mark = 16;

/** Where the bytes of a run go, how fast, and what holds them up: live, or as a record of what was. */
@Component({
  selector: 'sb-pipeline',
  imports: [Icon, MatButton, PipelineList],
  templateUrl: './pipeline.html',
  styleUrl: './pipeline.scss',
})
export class Pipeline {
  readonly view = input.required<PipelineView>();
  /** What the numbers are of: `now, 2 s mean`. */
  readonly note = input('');

  protected readonly preference = inject(PipelinePreference);
  private readonly width = elementWidth(picture.width + 34);
  protected readonly flagSize = flagSize;
  /** Two pixels of border and 16 of padding at each side. */
  protected readonly layout = computed(() => layOut(this.view(), this.width() - 34));
  protected readonly isTurned = computed(() => this.layout().width < narrowest);
  protected readonly bands = computed(() =>
    this.layout().bands.map((band) => ({ ...band, isStalled: band.to.state === 'stalled' })),
  );
  protected readonly boxes = computed(() => this.layout().boxes.map(textsOf));
  protected readonly isListed = signal(this.preference.asList());

  protected toggle(): void {
    this.isListed.update((listed) => !listed);
    this.preference.asList.set(this.isListed());
  }
}

/** What a box says, as far as it has room. */
function textsOf(placed: PlacedBox) {
  const { box, shape, width } = placed;
  const look = boxWords[box.state];
  const inside = width - 2 * padding;
  const firstWide = fitText(box.first, inside * 0.5, 12);
  const left = inside - mark - 6 - (shape === 'wide' ? firstWide.length * 7.4 : 0);
  return {
    ...placed,
    tone: look.tone,
    glyph: glyphs[look.glyph as keyof typeof glyphs] as Glyph,
    title: fitText(box.title, left, 12.5),
    first: shape === 'wide' ? firstWide : fitText(box.first, inside, 12),
    second: fitText(box.second, inside, 12),
    full: `${box.title}: ${[box.first, box.second].filter((text) => text !== '').join(', ')}`,
  };
}
