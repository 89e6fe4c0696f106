import type { PipelineBox, PipelineView } from './pipeline-view';

/** The measures of design/screens/README.md, "Pipeline". Pixels of the picture. */
export const picture = { width: 960, height: 248, stage: { width: 116, height: 76 }, gap: 26 } as const;
const destination = { x: 748, width: 211, height: 64, gap: 14 } as const;
const bandOf = { widest: 12, thinnest: 1.6 } as const;
export const flagSize = { width: 84, height: 22 } as const;
/** Narrower than this the picture's texts would be smaller than 11 px: it turns. */
export const narrowest = 880;
const mostDestinations = 4;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends Rect {
  readonly box: PipelineBox;
  /** Three lines one below the other, or the first value beside the title. */
  readonly shape: 'tall' | 'wide';
}

/** What flows into a box: a line as wide as it is fast. */
export interface Band {
  readonly to: PipelineBox;
  readonly path: string;
  /** Null: nothing flows. */
  readonly width: number | null;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly bands: readonly Band[];
  /** Where "bottleneck" stands; it points down at a stage. */
  readonly flag: { readonly x: number; readonly y: number; readonly points: boolean } | null;
  /** "3 more", below the last destination shown. */
  readonly more: { readonly count: number; readonly x: number; readonly y: number } | null;
}

/** As wide as it is fast, the fastest 12 px; null: nothing flows. */
export function bandWidth(flow: number | null, fastest: number): number | null {
  if (flow === null || flow <= 0) return null;
  return Math.max(bandOf.thinnest, (bandOf.widest * flow) / fastest);
}

/** Those that need a look come first when not all have room; otherwise as they are. */
export function shownDestinations(all: readonly PipelineBox[]): readonly PipelineBox[] {
  if (all.length <= mostDestinations) return all;
  const urgent = (box: PipelineBox): number => (box.state === 'failed' || box.state === 'stalled' ? 0 : 1);
  return [...all].sort((a, b) => urgent(a) - urgent(b)).slice(0, mostDestinations);
}

/** @param width of the place it has, pixels: from left to right in 960, or from top to bottom in what there is. */
export const layOut = (view: PipelineView, width: number): Layout =>
  width >= narrowest ? fromLeft(view) : fromTop(view, Math.max(width, 240));

const fastestOf = ({ stages, destinations }: PipelineView): number =>
  Math.max(1, ...[...stages, ...destinations].map(({ flow }) => flow ?? 0));

function fromLeft(view: PipelineView): Layout {
  const shown = shownDestinations(view.destinations);
  const hidden = view.destinations.length - shown.length;
  const column = shown.length * (destination.height + destination.gap) - destination.gap;
  const height = Math.max(picture.height, column + 28 + (hidden > 0 ? 24 : 0));
  const centre = height / 2;
  const fastest = fastestOf(view);
  const stages = view.stages.map((box, index): PlacedBox => {
    const { width, height: high } = picture.stage;
    return { box, shape: 'tall', x: 1 + index * (width + picture.gap), y: centre - high / 2, width, height: high };
  });
  const top = centre - column / 2 - (hidden > 0 ? 12 : 0);
  const ends = shown.map((box, index): PlacedBox => {
    const y = top + index * (destination.height + destination.gap);
    return { box, shape: 'wide', x: destination.x, y, width: destination.width, height: destination.height };
  });
  const last = stages.at(-1);
  const from = last === undefined ? 0 : last.x + last.width;
  const links = stages.slice(1).map(({ box, x }) => straight(box, x - picture.gap, x, centre, fastest));
  const fan = ends.map(({ box, x, y }) => curve(box, from, x, centre, y + destination.height / 2, fastest));
  const boxes = [...stages, ...ends];
  const more = hidden > 0 ? { count: hidden, x: destination.x + 10, y: top + column + 18 } : null;
  return { width: picture.width, height, boxes, bands: [...links, ...fan], flag: flagAt(boxes, view.bottleneck), more };
}

function straight(to: PipelineBox, from: number, x: number, y: number, fastest: number): Band {
  return { to, path: `M${from} ${y}H${x}`, width: bandWidth(to.flow, fastest) };
}

function curve(to: PipelineBox, from: number, x: number, y: number, end: number, fastest: number): Band {
  const half = (from + x) / 2;
  return { to, path: `M${from} ${y}C${half} ${y} ${half} ${end} ${x} ${end}`, width: bandWidth(to.flow, fastest) };
}

/** Above a stage, with a pointer; on the upper edge of a destination, where nothing else has room. */
function flagAt(boxes: readonly PlacedBox[], bottleneck: string | null): Layout['flag'] {
  const at = boxes.find(({ box }) => box.id === bottleneck);
  if (at === undefined) return null;
  if (at.shape === 'tall')
    return { x: at.x + (at.width - flagSize.width) / 2, y: at.y - flagSize.height - 7, points: true };
  return { x: at.x + at.width - flagSize.width - 8, y: at.y - 14, points: false };
}

const row = { height: 56, gap: 22, pitch: 14 } as const;

function fromTop(view: PipelineView, width: number): Layout {
  const shown = shownDestinations(view.destinations);
  const hidden = view.destinations.length - shown.length;
  const fastest = fastestOf(view);
  const inner = { x: 1, width: width - 2, height: row.height, shape: 'wide' } as const;
  const stages = view.stages.map((box, index): PlacedBox => ({
    box,
    ...inner,
    y: 16 + index * (row.height + row.gap),
  }));
  const bottom = stages.at(-1) === undefined ? 0 : 16 + stages.length * (row.height + row.gap) - row.gap;
  // Each destination has a line of its own down the left side, so that none covers another.
  const indent = 10 + shown.length * row.pitch;
  const ends = shown.map((box, index): PlacedBox => {
    const y = bottom + row.gap + index * (row.height + destination.gap);
    return { box, ...inner, x: indent, y, width: width - indent - 1 };
  });
  const middle = width / 2;
  const links = stages.slice(1).map(({ box, y }): Band => ({
    to: box,
    path: `M${middle} ${y - row.gap}V${y}`,
    width: bandWidth(box.flow, fastest),
  }));
  const fan = ends.map(({ box, x, y }, index): Band => {
    const rail = 8 + (shown.length - 1 - index) * row.pitch;
    return { to: box, path: `M${rail} ${bottom}V${y + row.height / 2}H${x}`, width: bandWidth(box.flow, fastest) };
  });
  const boxes = [...stages, ...ends];
  const end = (boxes.at(-1)?.y ?? 0) + row.height;
  const more = hidden > 0 ? { count: hidden, x: indent + 10, y: end + 18 } : null;
  const height = end + (hidden > 0 ? 28 : 4);
  return { width, height, boxes, bands: [...links, ...fan], flag: flagAt(boxes, view.bottleneck), more };
}
