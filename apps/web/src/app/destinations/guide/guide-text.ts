import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { placeOf } from './guide-of';
import type { Piece } from './inline';

/** Text of a page with its links, code and weights. */
@Component({
  selector: 'sb-guide-text',
  imports: [RouterLink],
  template: `
    @for (piece of pieces(); track $index) {
      @switch (piece.kind) {
        @case ('code') {
          <code>{{ piece.text }}</code>
        }
        @case ('strong') {
          <strong>{{ piece.text }}</strong>
        }
        @case ('em') {
          <em>{{ piece.text }}</em>
        }
        @case ('link') {
          @if (isElsewhere(piece)) {
            <a [href]="piece.href" target="_blank" [attr.rel]="hidden">{{ piece.text }}</a>
          } @else if (placeOf(piece.href ?? ''); as place) {
            <a [routerLink]="place">{{ piece.text }}</a>
          } @else {
            <span>{{ piece.text }}</span>
          }
        }
        @default {
          <span>{{ piece.text }}</span>
        }
      }
    }
  `,
  styles: `
    code {
      padding: 1px 4px;
      border-radius: 4px;
      background: var(--mat-sys-surface-container);
      font-size: 0.92em;
      overflow-wrap: anywhere;
    }
    em {
      font-style: normal;
      font-weight: 500;
    }
  `,
})
export class GuideText {
  readonly pieces = input.required<readonly Piece[]>();
  protected readonly placeOf = placeOf;
  /** The page that is opened learns nothing of this one. */
  protected readonly hidden = 'noopener noreferrer';

  protected isElsewhere({ href }: Piece): boolean {
    return href?.startsWith('https://') === true;
  }
}
