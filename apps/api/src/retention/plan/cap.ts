/** More than this at once needs somebody's approval: a quarter of the set's good copies, but never fewer than two. */
export const mayDelete = (goodCopies: number): number => Math.max(2, goodCopies * 0.25);
