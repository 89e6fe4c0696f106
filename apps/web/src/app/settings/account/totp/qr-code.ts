import { Component, computed, input } from '@angular/core';

/** What is drawn of a QR code that came as SVG: its size and its path. Never put into the page as markup. */
export function qrParts(svg: string): { size: string; path: string } | null {
  const size = /viewBox="([\d .]+)"/.exec(svg)?.[1];
  const path = /<path stroke="#000000" d="([\dMhvHVmlLzZ .-]+)"/.exec(svg)?.[1];
  return size === undefined || path === undefined ? null : { size, path };
}

/** Black on white in both themes: cameras want it so. */
@Component({
  selector: 'sb-qr-code',
  template: `
    @if (parts(); as qr) {
      <svg role="img" [attr.viewBox]="qr.size" [attr.aria-label]="label()" shape-rendering="crispEdges">
        <path [attr.d]="qr.path" stroke="#000" />
      </svg>
    }
  `,
  styles: `
    svg {
      display: block;
      width: 180px;
      height: 180px;
      border-radius: 8px;
      background: #fff;
    }
  `,
})
export class QrCode {
  readonly svg = input.required<string>();
  readonly label = input.required<string>();
  protected readonly parts = computed(() => qrParts(this.svg()));
}
