/** What keeps a backup, one lane each, in the order they are drawn. `gone`: nothing does. */
export const laneNames = ['last', 'days', 'hourly', 'daily', 'weekly', 'monthly', 'yearly', 'always', 'gone'] as const;
export type LaneName = (typeof laneNames)[number];

export interface Lane {
  readonly name: LaneName;
  readonly title: string;
  /** How many the rule says; null: it has no number. */
  readonly count: number | null;
}

/** A backup on the line. */
export interface LineBackup {
  readonly id: string;
  readonly at: Date;
  /** Where it has a dot: at least one. */
  readonly lanes: readonly LaneName[];
  /** `28 Feb 02:30 · newest of February (2 of 6)` */
  readonly text: string;
  /** Among the newest good ones, which nothing deletes. */
  readonly isLocked: boolean;
}
