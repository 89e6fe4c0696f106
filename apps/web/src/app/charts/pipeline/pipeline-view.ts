/** How one part of a run is doing. */
export type BoxState = 'waiting' | 'running' | 'stalled' | 'done' | 'failed' | 'stopped' | 'off';

/** One box of the picture: a stage, or a destination. Texts are short, the list beside the picture has room for them in any case. */
export interface PipelineBox {
  readonly id: string;
  readonly title: string;
  readonly state: BoxState;
  /** What matters most: a rate, or how it ended. */
  readonly first: string;
  readonly second: string;
  /** What comes into it, bytes a second; null: nothing does. */
  readonly flow: number | null;
}

/** A run as a picture: the stages one behind the other, then every destination. */
export interface PipelineView {
  readonly stages: readonly PipelineBox[];
  readonly destinations: readonly PipelineBox[];
  /** The box that holds the others up; null: none does, or nobody knows. */
  readonly bottleneck: string | null;
  /** The picture in one sentence. */
  readonly caption: string;
}
