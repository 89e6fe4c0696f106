/** DI token of the turns of retention, for those who have something for it to do. */
export abstract class PruneTask {
  /** Now instead of at the next turn. */
  abstract wake(): void;
}
