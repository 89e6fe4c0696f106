import type { IconName } from '../icons/paths';

/**
 * Marks of 16 px with one silhouette each, so that no two states differ by colour alone (design/screens/README.md, "Icons").
 * `solid` is filled with the mark colour, `cut` is drawn over it in the colour of the ground, `line` is a stroke of 1.6.
 */
export interface Glyph {
  readonly solid?: string;
  readonly cut?: string;
  readonly line?: string;
  readonly dashed?: boolean;
}

const disc = 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13Z';

export const glyphs = {
  complete: { solid: disc, cut: 'M4.9 8.2l2.2 2.2l4-4.3' },
  gaps: {
    solid: 'M4 1.5h8A2.5 2.5 0 0 1 14.5 4v8a2.5 2.5 0 0 1-2.5 2.5H4A2.5 2.5 0 0 1 1.5 12V4A2.5 2.5 0 0 1 4 1.5Z',
    cut: 'M5 6.4l2 2l4-4M5 11.6h6',
  },
  failed: { solid: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3Z', cut: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8' },
  partly: { solid: 'M8 1.5a6.5 6.5 0 0 0 0 13Z', line: 'M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4Z' },
  cancelled: { solid: disc, cut: 'M6 6h4v4H6Z' },
  missed: { line: 'M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4ZM8 4.8V8.2l2.2 1.6' },
  missing: { line: 'M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4ZM6 6l4 4M10 6l-4 4', dashed: true },
  triangle: { solid: 'M8 1.6L15 14H1Z', cut: 'M8 6v3.6M8 11.6v.4' },
  empty: { line: 'M8 2.6a5.4 5.4 0 1 1 0 10.8a5.4 5.4 0 0 1 0-10.8Z' },
  off: { line: 'M8 2.6a5.4 5.4 0 1 1 0 10.8a5.4 5.4 0 0 1 0-10.8ZM5.4 8h5.2' },
  running: { line: 'M8 2.3a5.7 5.7 0 1 1-5.7 5.7' },
} as const satisfies Record<string, Glyph>;

/** Those whose drawing is an icon. */
type Drawn = Extract<
  IconName,
  | 'shield-check'
  | 'shield-alert'
  | 'shield-off'
  | 'shield'
  | 'shield-unknown'
  | 'paused'
  | 'hourglass'
  | 'plug'
  | 'damaged'
  | 'delete-pending'
  | 'delete'
  | 'lock'
>;

export type GlyphName = keyof typeof glyphs | Drawn;

export const isDrawn = (name: GlyphName): name is Drawn => !(name in glyphs);
