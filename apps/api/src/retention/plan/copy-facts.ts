import type { RetentionRule } from '../rule';

/** What retention knows of one copy that lies somewhere. Times are milliseconds since 1970. */
export interface CopyFacts {
  readonly id: string;
  /** The moment whose data it holds, else when its run began. */
  readonly at: number;
  /** Bytes. */
  readonly size: number;
  /** Stored and proven, of a run that succeeded with every mandatory component of its type. */
  readonly good: boolean;
  /** Nobody has read what it holds, an encrypted import: it isn't good, and isn't known not to be. Left out: it was made here, or read. */
  readonly unread?: boolean;
  /** When a reading found that it isn't good; left out: it never was. */
  readonly badSince?: number;
  /** How far it was checked: 0 size, 1 every hash, 2 every member, 3 restored. */
  readonly level: number;
  /** Somebody locked its backup. */
  readonly locked: boolean;
  /** Somebody reads it now. */
  readonly leased: boolean;
  /** The store itself refuses to delete it until then; null: it doesn't. */
  readonly lockedUntil: number | null;
  /** The only stored copy, over all destinations, of the newest good backup of its project. */
  readonly lastOfNewest: boolean;
}

/** A set and what it is judged by. */
export interface PlanInput<T extends CopyFacts = CopyFacts> {
  /** In any order; ids are unique. */
  readonly copies: readonly T[];
  readonly rule: RetentionRule;
  /** IANA: periods are counted there. */
  readonly zone: string;
  readonly now: number;
}

/** The newest first; of equal times the smaller id. */
export function newestFirst<T extends CopyFacts>(copies: readonly T[]): T[] {
  return [...copies].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}
