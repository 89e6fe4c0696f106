import type { ArchiveMember } from '@stowbase/archive';
import { parseStatement, SettingsTracker, type QualifiedName } from '@stowbase/sql-stream';
import type { RunContext } from '../../run/run-types';
import { statementsOf } from '../../selection/member-statements';
import { tableKey, type TableName } from '../../table-name';
import { postKindOf, type PostKind } from './post-kind';

/** Where a statement stands in the archive. */
export interface Place {
  /** The member's number. */
  readonly member: number;
  readonly statement: number;
}

/** An index or a constraint that may be made beside others. */
export interface KeyStatement extends Place {
  readonly text: Buffer;
  readonly memberName: string;
  /** The settings that hold where it stands, as SQL. */
  readonly settings: string;
  readonly table: TableName;
  /** `shared`: indexes of one table get along with each other. `alone`: a constraint has its table for itself. */
  readonly use: 'shared' | 'alone';
  /** Of a foreign key: the table it points to. */
  readonly references: TableName | null;
}

/** Some keys in parallel, then what follows them, in the archive's order: all statements of [from, to) that are no key of the round. */
export interface Round {
  readonly kind: 'key' | 'foreign-key' | 'none';
  readonly keys: KeyStatement[];
  readonly from: Place;
  readonly to: Place;
  /** Whether anything but settings follows. */
  readonly hasRest: boolean;
}

export interface Rounds {
  readonly rounds: readonly Round[];
  /** From here on everything belongs to the last step; null when there is no privilege in the archive. */
  readonly cut: Place | null;
}

export interface RoundOptions {
  readonly members: readonly ArchiveMember[];
  /** `tableKey` of partitioned tables: what is made on them waits for the keys of the partitions. */
  readonly partitioned: ReadonlySet<string>;
}

/** Behind every place. */
const end: Place = { member: Number.MAX_SAFE_INTEGER, statement: 0 };

export const isBefore = (a: Place, b: Place): boolean =>
  a.member < b.member || (a.member === b.member && a.statement < b.statement);

/**
 * Cuts `schema_post` into rounds. pg_dump writes constraints and indexes, then rules and triggers, then foreign keys, then policies and
 * the rest, but a dependency can bring any of them forward: so a round ends as soon as a key comes behind something that isn't known to
 * wait for keys, and no statement ever comes before one that the archive has before it, but for `follows`.
 */
export async function planRounds(
  context: Pick<RunContext, 'archive' | 'script'>,
  { members, partitioned }: RoundOptions,
): Promise<Rounds> {
  const rounds: Round[] = [];
  let open: Open = { kind: 'none', keys: [], from: { member: 0, statement: 0 }, hasRest: false, isClosed: false };
  const finish = (to: Place): void => {
    const { kind, keys, from, hasRest } = open;
    if (keys.length > 0 || hasRest) rounds.push({ kind, keys, from, to, hasRest });
    open = { kind: 'none', keys: [], from: to, hasRest: false, isClosed: false };
  };
  for (const member of members) {
    const settings = new SettingsTracker();
    let preamble = ''; // one string for all that share it
    for await (const { part, index } of statementsOf(context.archive, member)) {
      const place: Place = { member: member.number, statement: index };
      const decision = context.script.decide(part, member, index);
      const kind = part.type === 'statement' ? postKindOf(parseStatement(part.text), part.text) : 'other';
      if (kind === 'privilege') {
        finish(place);
        return { rounds, cut: place };
      }
      if (decision.do === 'run') settings.note(decision.text);
      const key = decision.do === 'run' ? keyOf(kind, decision.text, partitioned) : null;
      if (key === null) {
        if (kind !== 'setting') open.hasRest = true;
        if (kind === 'other') open.isClosed = true;
        continue;
      }
      if (open.isClosed || (open.kind !== 'none' && open.kind !== key.kind)) finish(place);
      open.kind = key.kind;
      const now = settings.preamble().toString();
      if (now !== preamble) preamble = now;
      open.keys.push({ ...place, ...key, memberName: member.name, settings: preamble });
    }
  }
  finish(end);
  return { rounds, cut: null };
}

interface Open {
  kind: Round['kind'];
  keys: KeyStatement[];
  from: Place;
  hasRest: boolean;
  /** Something stands here that no later key may overtake. */
  isClosed: boolean;
}

type Key = Pick<KeyStatement, 'text' | 'table' | 'use' | 'references'> & { kind: 'key' | 'foreign-key' };

function keyOf(kind: PostKind, text: Buffer, partitioned: ReadonlySet<string>): Key | null {
  if (kind !== 'key' && kind !== 'foreign-key') return null;
  const info = parseStatement(text);
  const table = named(info.objectType === 'INDEX' ? info.on : info);
  if (table === null) return null;
  if (kind === 'key' && partitioned.has(tableKey(table))) return null;
  const use = info.objectType === 'INDEX' ? 'shared' : 'alone';
  return { kind, text, table, use, references: named(info.references) };
}

const named = (name: { schema: string | null; name: string | null } | QualifiedName | null): TableName | null =>
  name === null || name.schema === null || name.name === null ? null : { schema: name.schema, name: name.name };
