import { nameKey, type LostNames } from './lost-names';
import type { MadeObject } from './made-objects';
import type { Needs } from './needs';
import type { Reference } from './references';

/** A statement that makes something, as far as it matters for what hangs on what. Texts are not kept. */
export interface SurveyedObject {
  readonly made: MadeObject;
  readonly needs: Needs;
  /** Why it is not made, whatever else is there; null for most. */
  readonly refused: string | null;
  /** Of a policy: the key of its table, and whether it takes rows away. */
  readonly policy: { readonly table: string; readonly restrictive: boolean } | null;
}

/** How many things the archive makes under a name, and how many of them are not made here. */
interface MadeUnderName {
  routines: number;
  others: number;
  lostRoutines: number;
  lostOthers: number;
}

/**
 * What can't be made on this target: what is refused, what needs something that a missing extension would have brought, and all that
 * hangs on those. An overloaded routine counts as missing only when all of its forms are.
 */
export class Unmakeable {
  private readonly made = new Map<string, MadeUnderName>();
  /** By `objectKey`: the reason, a phrase. */
  private readonly gone = new Map<string, string>();
  private readonly names = new Map<string, string>();

  constructor(
    objects: readonly SurveyedObject[],
    private readonly lost: LostNames,
  ) {
    for (const { made } of objects) this.register(made);
    for (let found = true; found;) found = this.pass(objects);
  }

  /** Nothing is missing at all: no statement need be looked at for it. */
  get isEmpty(): boolean {
    return this.gone.size === 0 && this.lost.inSchemas.size === 0 && this.lost.global.size === 0;
  }

  /** The reason why what has this key is not made; null when it is. */
  reasonOf(key: string): string | null {
    return this.gone.get(key) ?? null;
  }

  /** What of a statement's needs is missing, as a reason; null when nothing is. */
  missing(needs: Needs): string | null {
    for (const key of needs.keys)
      if (this.gone.has(key)) return `it needs ${this.names.get(key) ?? 'something'}, which is not made here`;
    for (const name of needs.global) {
      const whose = this.lost.global.get(name);
      if (whose !== undefined) return `it needs ${name} of ${whose}`;
    }
    for (const reference of needs.names) {
      const reason = this.missingName(reference);
      if (reason !== null) return reason;
    }
    return needs.equalityInExclusion && this.lost.btreeGist !== null ? `it needs ${this.lost.btreeGist}` : null;
  }

  /** Why a name stands for nothing here. */
  missingName({ schema, name, called }: Reference): string | null {
    const key = nameKey(schema, name);
    const made = this.made.get(key);
    if (made === undefined) {
      const whose = this.lost.inSchemas.get(key);
      return whose === undefined ? null : `it needs ${schema}.${name} of ${whose}`;
    }
    return isLost(made, called) ? `it needs ${schema}.${name}, which is not made here` : null;
  }

  private register(made: MadeObject): void {
    if (this.names.has(made.key)) return;
    this.names.set(made.key, made.name);
    if (made.at === null) return;
    const key = nameKey(made.at.schema, made.at.name);
    const known = this.made.get(key) ?? { routines: 0, others: 0, lostRoutines: 0, lostOthers: 0 };
    if (made.at.routine) known.routines += 1;
    else known.others += 1;
    this.made.set(key, known);
  }

  private lose(made: MadeObject, reason: string): void {
    this.gone.set(made.key, reason);
    const known = made.at === null ? undefined : this.made.get(nameKey(made.at.schema, made.at.name));
    if (known === undefined) return;
    if (made.at?.routine === true) known.lostRoutines += 1;
    else known.lostOthers += 1;
  }

  private pass(objects: readonly SurveyedObject[]): boolean {
    const before = this.gone.size;
    for (const { made, needs, refused, policy } of objects) {
      if (this.gone.has(made.key)) continue;
      const reason = refused ?? (this.isEmpty ? null : this.missing(needs));
      if (reason === null) continue;
      this.lose(made, reason);
      if (policy?.restrictive === true && refused === null) this.close(objects, policy.table, made.name);
    }
    return this.gone.size > before;
  }

  /** Without a policy that takes rows away the others would give more than the source did: the table stays closed. */
  private close(objects: readonly SurveyedObject[], table: string, restrictive: string): void {
    for (const { made, policy } of objects) {
      if (policy === null || policy.restrictive || policy.table !== table || this.gone.has(made.key)) continue;
      this.lose(made, `the restrictive policy ${restrictive} is not made here, so the table stays closed`);
    }
  }
}

/** A name with a parenthesis behind it is the routine's, where a table or type has the same one. */
function isLost({ routines, others, lostRoutines, lostOthers }: MadeUnderName, called: boolean): boolean {
  const routine = others === 0 || (routines > 0 && called);
  return routine ? lostRoutines === routines : lostOthers === others;
}
