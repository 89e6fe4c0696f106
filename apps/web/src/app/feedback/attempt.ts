import { signal } from '@angular/core';
import type { Problem } from '../api/models/problem';
import { problemOf } from './problem-of';

/** One request at a time that somebody has asked for, and what went wrong with the last one. */
export class Attempt {
  readonly busy = signal(false);
  readonly problem = signal<Problem | null>(null);

  /**
   * @param isPlaced shows the problem elsewhere, as at its field, and says so
   * @returns whether it was done; nothing is tried while another one is on its way
   */
  async at(work: () => Promise<void>, isPlaced: (problem: Problem) => boolean = () => false): Promise<boolean> {
    if (this.busy()) return false;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
      return true;
    } catch (error) {
      const problem = problemOf(error);
      if (!isPlaced(problem)) this.problem.set(problem);
      return false;
    } finally {
      this.busy.set(false);
    }
  }
}
