import type { ArchiveMember } from '@stowbase/archive';
import { parseStatement, type CopyBeginPart, type StatementInfo, type StatementPart } from '@stowbase/sql-stream';
import type { Decision, RestoreScript, SelectedTable } from '../script/restore-script';
import type { RestoreWarning } from '../request';
import { qualified } from './archive-index';
import type { ChosenStatement } from './choose-statements';
import {
  foreignKeyOrNotValid,
  ownerWithCreateLent,
  publishedWhereAllowed,
  withoutDefaultPrivileges,
} from './guarded-statements';
import { withoutMissingRoles } from './missing-roles';
import { quietTriggers } from './quiet-triggers';
import { renameStatement } from './rename-statement';
import { emptiedViews } from './stale-views';
import { readTableHead } from './table-columns';
import type { TableFamily } from './table-family';
import type { TablePart } from './table-parts';
import { quotedName } from './quoted-name';
import type { TableName } from '../table-name';

/** The rows of one member: whose they are, and whether the target has the table with its triggers already. */
export interface ChosenRows {
  readonly family: TableFamily | null;
  readonly table: TableName;
  readonly quiet: boolean;
}

export interface SelectedScriptOptions {
  readonly script: RestoreScript;
  readonly members: readonly ArchiveMember[];
  /** Numbers of members that are run as they are. */
  readonly whole: ReadonlySet<number>;
  readonly statements: ReadonlyMap<number, ReadonlyMap<number, ChosenStatement>>;
  readonly rows: ReadonlyMap<number, ChosenRows>;
  /** Materialized views that were filled before the rows came; empty where they come in with the rows. */
  readonly staleViews: readonly string[];
  /** Roles that are there when the statements run; null when none is to be missed. */
  readonly roles: ReadonlySet<string> | null;
  readonly tables: readonly SelectedTable[];
  readonly warnings: readonly RestoreWarning[];
}

/** A script narrowed to what was selected. It asks the script it narrows about every statement, with its new names where it has some. */
export class SelectedScript implements RestoreScript {
  readonly members: readonly ArchiveMember[];
  readonly toleratesMissingRights: boolean;
  readonly tables: readonly SelectedTable[];
  readonly warnings: readonly RestoreWarning[];
  private readonly inScript: ReadonlySet<number>;

  constructor(private readonly options: SelectedScriptOptions) {
    this.members = options.members;
    this.toleratesMissingRights = options.script.toleratesMissingRights;
    this.tables = options.tables;
    this.warnings = options.warnings;
    this.inScript = new Set(options.script.members.map(({ number }) => number));
  }

  decide(part: StatementPart | CopyBeginPart, member: ArchiveMember, index: number): Decision {
    const chosen = this.options.statements.get(member.number)?.get(index);
    if (part.type === 'copy-begin') return this.copy(part, member, index);
    if (this.options.whole.has(member.number) || this.options.rows.has(member.number)) {
      const decision = this.withRoles(this.ask(part, member, index));
      return member.kind === 'refresh' ? this.refreshed(decision) : decision;
    }
    if (chosen === undefined) return isSetting(part.text) ? this.ask(part, member, index) : unasked;
    if (chosen.leftOut !== null) return leftOut(chosen.leftOut);
    return chosen.part === null ? this.ask(part, member, index) : this.chosen(part, chosen.part, member, index);
  }

  private copy(part: CopyBeginPart, member: ArchiveMember, index: number): Decision {
    const rows = this.options.rows.get(member.number);
    if (rows === undefined) return this.ask(part, member, index);
    const asItWas = this.ask(part, member, index);
    if (asItWas.do === 'skip') return asItWas;
    const decision = this.ask(renamedCopy(part, rows), member, index);
    if (decision.do === 'skip') return decision;
    const target = rows.family?.newTableName(rows.table);
    return {
      ...decision,
      ...(rows.quiet ? { before: quietTriggers } : {}),
      ...(target === undefined || rows.family?.rename === null
        ? {}
        : { copyTarget: { schema: target.schema, table: target.name } }),
    };
  }

  private chosen(statement: StatementPart, part: TablePart, member: ArchiveMember, index: number): Decision {
    const decision = this.withRoles(this.askRenamed(statement, part, member, index));
    return decision.do === 'skip' ? decision : { ...decision, text: alone(decision.text, part) };
  }

  /** What can't be restored here can't under another name either, and the script knows the statement by the old one. */
  private askRenamed(statement: StatementPart, part: TablePart, member: ArchiveMember, index: number): Decision {
    const { family, table, info } = part;
    const asItWas = this.ask(statement, member, index);
    if (family.rename === null || asItWas.do === 'skip') return asItWas;
    return this.ask({ ...statement, text: renameStatement(statement.text, info, family, table) }, member, index);
  }

  /** The script of a refresh begins with RESET search_path. */
  private refreshed(decision: Decision): Decision {
    const { staleViews } = this.options;
    if (decision.do === 'skip' || staleViews.length === 0) return decision;
    const { verb, setting } = parseStatement(decision.text);
    if (verb !== 'RESET' || setting?.name !== 'search_path') return decision;
    return { ...decision, text: lines(decision.text, Buffer.from(emptiedViews(staleViews))) };
  }

  private withRoles(decision: Decision): Decision {
    const { roles } = this.options;
    if (roles === null || decision.do === 'skip' || !mayNameRoles(decision.text)) return decision;
    const without = withoutMissingRoles(decision.text, parseStatement(decision.text), roles);
    return 'reason' in without ? { do: 'skip', reason: without.reason } : { ...decision, text: without.text };
  }

  private ask(part: StatementPart | CopyBeginPart, member: ArchiveMember, index: number): Decision {
    if (this.inScript.has(member.number)) return this.options.script.decide(part, member, index);
    const { action, role } = parseStatement(part.text);
    return action === 'OWNER TO'
      ? { do: 'skip', reason: `It belongs to whoever restores it: ${role} is a role of the platform.` }
      : { do: 'run', text: part.text };
  }
}

/** What a statement of one table alone needs besides: a whole restore does that once for all. */
function alone(text: Buffer, part: TablePart): Buffer {
  const { kind, family, table, info } = part;
  switch (kind) {
    case 'table':
      return lines(text, withoutDefaultPrivileges('TABLE', family.newTableName(table)), ...leaveParents(text, part));
    case 'sequence':
    case 'identity':
      return lines(text, ...closedSequence(part));
    case 'owner':
      return info.role === null ? text : ownerWithCreateLent(text, info.role, family.newTableName(table).schema);
    case 'foreign key':
      return foreignKeyOrNotValid(text, info.part ?? '', family.newTableName(table));
    case 'publication':
      return publishedWhereAllowed(text, info.name ?? '', table);
    case 'sequence value':
    case 'partition':
    case 'index partition':
    case 'trigger':
    case 'rule':
    case 'policy':
    case 'other':
      return text;
  }
}

const lines = (...texts: readonly Buffer[]): Buffer =>
  Buffer.concat(texts.flatMap((text, index) => (index === 0 ? [text] : [Buffer.from('\n'), text])));

/** A copy that stayed a child of its parent would show its rows there a second time. */
function leaveParents(text: Buffer, { family, table }: TablePart): Buffer[] {
  if (family.rename === null) return [];
  const name = quotedName(family.newTableName(table));
  return readTableHead(text).inherits.map((parent) =>
    Buffer.from(`ALTER TABLE ONLY ${name} NO INHERIT ${quotedName(parent)};`),
  );
}

function closedSequence({ family, info, kind }: TablePart): Buffer[] {
  const old = kind === 'identity' ? info.partner : info;
  const sequence = old === null ? null : qualified(old);
  const name = sequence === null ? null : family.relation(sequence);
  return name === null ? [] : [withoutDefaultPrivileges('SEQUENCE', name)];
}

function renamedCopy(part: CopyBeginPart, { family, table }: ChosenRows): CopyBeginPart {
  if (family === null || family.rename === null) return part;
  const { schema, name } = family.newTableName(table);
  return {
    ...part,
    text: renameStatement(part.text, parseStatement(part.text), family, table),
    target: { schema, table: name },
  };
}

const mayNameRoles = (text: Buffer): boolean => /^(?:CREATE|ALTER|GRANT|REVOKE)\b/i.test(text.toString('latin1', 0, 8));

const unasked = { do: 'skip', reason: 'Not selected.', unasked: true } as const;

const leftOut = ({ reason, named }: { reason: string; named: boolean }): Decision =>
  named ? { do: 'skip', reason } : { do: 'skip', reason, unasked: true };

/** Settings that the statements behind them need; a role or a session's authorization goes with the statement it is for. */
function isSetting(text: Buffer): boolean {
  if (!/^(?:SET|RESET|SELECT)\b/i.test(text.toString('latin1', 0, 8))) return false;
  const { verb, setting, routine }: StatementInfo = parseStatement(text);
  if (verb === 'SELECT') return routine?.name === 'set_config';
  return setting !== null && setting.name !== 'role' && setting.name !== 'session_authorization';
}
