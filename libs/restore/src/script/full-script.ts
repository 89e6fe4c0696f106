import type { Archive, ArchiveMember, Contents } from '@stowbase/archive';
import { quoteLiteral, type CopyBeginPart, type StatementPart } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import { lostNames } from './lost-names';
import { madeBy } from './made-objects';
import { missingExtensions, type MissingExtension } from './missing-extensions';
import { needsOf } from './needs';
import { ownerRuling } from './owner/owner-rules';
import { isOnlyOwner, rightsOf, type Rights } from './owner/rights';
import { runAsItIs, type Decision, type RestoreScript } from './restore-script';
import { asSentence, run, skip, type Ruling } from './ruling';
import { readStatement, type Statement } from './statement';
import { surveyObjects, surveyRoles } from './survey';
import { Unmakeable } from './unmakeable';

export interface ScriptRequest {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly facts: TargetFacts;
}

/** Everything of the archive that this target can take; a selection narrows it afterwards. */
export async function fullScript({ archive, contents, facts }: ScriptRequest): Promise<FullScript> {
  const members = membersFor(archive, facts);
  const missing = missingExtensions(contents, facts);
  const roles = await surveyRoles(archive, members);
  const rights = isOnlyOwner(facts) ? rightsOf(facts, roles) : null;
  if (rights === null && missing.length === 0) return new FullScript(members, facts, null, null, missing);
  const refuses = (statement: Statement): string | null => {
    const ruling = rights === null ? null : ownerRuling(statement, rights);
    return ruling?.do === 'skip' ? ruling.reason : null;
  };
  const objects = await surveyObjects(archive, members, refuses);
  const unmakeable = new Unmakeable(objects, lostNames(contents, missing, facts.objects));
  return new FullScript(members, facts, rights, unmakeable, missing);
}

/** What the platform owns is needed only where there is no platform; `optional/` is never run. */
export function membersFor(archive: Archive, facts: TargetFacts): readonly ArchiveMember[] {
  return archive.members.filter(({ group }) => group === 'sql' || (group === 'platform' && facts.kind === 'plain'));
}

/** What was read of a statement, and what becomes of it. */
export interface Judgement {
  /** null for a COPY. */
  readonly statement: Statement | null;
  readonly ruling: Ruling;
}

export class FullScript implements RestoreScript {
  /** A plan asks twice about each statement: what it is, and what becomes of it. */
  private last: { part: StatementPart | CopyBeginPart; judgement: Judgement } | null = null;

  constructor(
    readonly members: readonly ArchiveMember[],
    readonly facts: TargetFacts,
    /** Only for somebody who has no more than an owner's rights. */
    private readonly rights: Rights | null,
    private readonly unmakeable: Unmakeable | null,
    readonly missing: readonly MissingExtension[],
  ) {}

  get toleratesMissingRights(): boolean {
    return this.rights !== null;
  }

  decide(part: StatementPart | CopyBeginPart, member: ArchiveMember): Decision {
    if (this.unmakeable === null) return runAsItIs(part);
    const { ruling } = this.judge(part, member);
    switch (ruling.do) {
      case 'run':
        return runAsItIs(part);
      case 'rewrite':
        return { do: 'run', text: ruling.text };
      case 'skip':
        return { do: 'skip', reason: ruling.reason };
    }
  }

  /** Reasons are sentences. */
  judge(part: StatementPart | CopyBeginPart, member: ArchiveMember): Judgement {
    if (this.last?.part === part) return this.last.judgement;
    const { statement, ruling } = this.phrased(part, member);
    const judgement = {
      statement,
      ruling: ruling.do === 'run' ? ruling : { ...ruling, reason: asSentence(ruling.reason) },
    };
    this.last = { part, judgement };
    return judgement;
  }

  /** Why a table's rows have nowhere to go; null when they have. */
  refusedRows({ schema, name }: TableName): string | null {
    const reason = this.unmakeable?.missingName({ schema, name, called: false }) ?? null;
    return reason === null ? null : asSentence(notRestorable(reason));
  }

  private phrased(part: StatementPart | CopyBeginPart, member: ArchiveMember): Judgement {
    if (part.type === 'copy-begin') {
      const { schema, table } = part.target;
      const reason = this.unmakeable?.missingName({ schema, name: table, called: false }) ?? null;
      return { statement: null, ruling: reason === null ? run : skip(notRestorable(reason)) };
    }
    const statement = readStatement(part.text);
    return { statement, ruling: isLargeObjectData(part.text) ? run : this.rulingOf(statement, member) };
  }

  private rulingOf(statement: Statement, member: ArchiveMember): Ruling {
    const { unmakeable, rights } = this;
    if (unmakeable === null) return run;
    if (statement.info.verb === 'DO') return this.rulingOfBlock(statement, member);
    const owner = rights === null ? null : ownerRuling(statement, rights);
    if (owner?.do === 'skip') return owner;
    if (unmakeable.isEmpty) return owner ?? run;
    const made = madeBy(statement);
    const gone = made.map(({ key }) => unmakeable.reasonOf(key)).find((one) => one !== null);
    const reason = gone ?? unmakeable.missing(needsOf(statement, made));
    return reason === null ? (owner ?? run) : skip(notRestorable(reason));
  }

  /**
   * Blocks for roles, extensions, jobs warn by themselves. What one makes or refreshes that can't be here is left out with its reason;
   * so is a publication, whose block would fail.
   */
  private rulingOfBlock(block: Statement, member: ArchiveMember): Ruling {
    const guardsItself = /^(roles|preamble|extensions|schemas)$/.test(member.kind);
    if (guardsItself) return run;
    for (const statement of block.inner) {
      if (statement.info.verb !== 'CREATE' && statement.info.verb !== 'REFRESH') continue;
      const ruling = this.rulingOf(statement, member);
      if (ruling.do === 'rewrite') return { ...ruling, text: withInner(block, statement, ruling.text) };
      if (ruling.do === 'skip') return ruling;
    }
    return run;
  }
}

/** The block with another statement in its EXECUTE. */
function withInner(block: Statement, inner: Statement, changed: Buffer): Buffer {
  const written = (statement: Buffer): string => quoteLiteral(statement.toString('utf8'));
  return Buffer.from(block.text.toString('utf8').replace(written(inner.text), () => written(changed)));
}

const notRestorable = (reason: string): string => `not restorable: ${reason}`;

const largeObjectData = Buffer.from('SELECT pg_catalog.lo_put(');
const isLargeObjectData = (text: Buffer): boolean => text.subarray(0, largeObjectData.length).equals(largeObjectData);
