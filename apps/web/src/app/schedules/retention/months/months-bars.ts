import { Component, computed, input } from '@angular/core';
import type { RetentionPointDto } from '../../../api/models/retention-point-dto';
import { elementWidth } from '../../../charts/pipeline/element-width';
import { bytes } from '../../../format/bytes';
import { dateFormat } from '../../../format/date-format';

const bar = { widest: 22, gap: 8, tallest: 44, foot: 18, head: 18 } as const;
const nowWidth = 44;

/** How many backups are kept at the end of each of the months to come, from zero. */
@Component({
  selector: 'sb-months-bars',
  template: `
    <svg
      role="img"
      [attr.aria-label]="label()"
      [attr.width]="view().width"
      [attr.height]="height"
      [attr.viewBox]="'0 0 ' + view().width + ' ' + height"
    >
      <rect class="now" rx="2" x="1" width="20" [attr.y]="view().now.y" [attr.height]="view().now.height" />
      <text text-anchor="middle" x="11" [attr.y]="view().now.y - 5">{{ today() }}</text>
      <text text-anchor="middle" x="11" [attr.y]="height - 4" i18n>now</text>
      @for (one of view().bars; track one.x) {
        <rect rx="2" [attr.x]="one.x" [attr.y]="one.y" [attr.width]="one.width" [attr.height]="one.height">
          <title>{{ one.text }}</title>
        </rect>
        @if (one.shown !== '') {
          <text text-anchor="middle" [attr.x]="one.x + one.width / 2" [attr.y]="one.y - 5">{{ one.shown }}</text>
        }
        @if (one.month !== '') {
          <text text-anchor="middle" [attr.x]="one.x + one.width / 2" [attr.y]="height - 4">{{ one.month }}</text>
        }
      }
    </svg>
    <p class="dense">{{ settles() }}</p>
  `,
  styleUrl: './months-bars.scss',
})
export class MonthsBars {
  /** Kept today. */
  readonly today = input.required<number>();
  readonly points = input.required<readonly RetentionPointDto[]>();
  readonly zone = input('UTC');

  private readonly width = elementWidth(420);
  protected readonly height = bar.tallest + bar.foot + bar.head;
  protected readonly settles = computed(() => settledText(this.points()));
  protected readonly label = computed(() => $localize`${this.today()}:count: kept now; ${this.settles()}:then:`);
  protected readonly view = computed(() => {
    const points = this.points();
    const pitch = Math.min(bar.widest + bar.gap, (this.width() - nowWidth) / Math.max(1, points.length));
    const wide = Math.max(2, pitch - bar.gap);
    const most = Math.max(1, this.today(), ...points.map(({ copies }) => copies));
    const of = (copies: number): { y: number; height: number } => {
      const height = Math.max(1, (copies / most) * bar.tallest);
      return { y: bar.head + bar.tallest - height, height };
    };
    return {
      width: nowWidth + points.length * pitch,
      now: of(this.today()),
      bars: points.map(({ at, copies }, n) => ({
        x: nowWidth + n * pitch,
        width: wide,
        ...of(copies),
        text: `${monthOf(at, this.zone())}: ${copies}`,
        // Beside its neighbour only what differs is told again.
        shown: n === 0 || points[n - 1]?.copies !== copies ? String(copies) : '',
        month: n % 3 === 0 ? monthOf(at, this.zone()) : '',
      })),
    };
  });
}

const monthOf = (at: string, timeZone: string): string => dateFormat({ month: 'short', timeZone }).format(new Date(at));

/** `settles at 14 or 15, ≈ 33.0 GiB`, from the last half year. */
export function settledText(points: readonly RetentionPointDto[]): string {
  const last = points.slice(-6);
  if (last.length === 0) return '';
  const counts = last.map(({ copies }) => copies);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const largest = Math.max(...last.map((point) => point.bytes));
  // Of a project without a backup nobody knows how large they are.
  const size = largest === 0 ? '' : $localize`, ≈ ${bytes(largest)}:size:`;
  if (least === most) return $localize`settles at ${most}:count:${size}:size:`;
  return most - least === 1
    ? $localize`settles at ${least}:least: or ${most}:most:${size}:size:`
    : $localize`between ${least}:least: and ${most}:most:${size}:size:`;
}
