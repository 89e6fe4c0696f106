import type { HeldMember, MemberSpec } from '@stowbase/archive';
import { SchemaCut, SettingsTracker, type SqlPart } from '@stowbase/sql-stream';
import type { ArchiveTarget } from './archive-target';
import { memberEnd } from './session-preamble';
import { isSettingStatement } from './settings-statement';
import { memberLimit } from './slab-pool';
import { storeAs } from './store-dump';

/** What comes after the rows: compressed already, or null when it was too much to hold and has to be dumped once more. */
export interface SplitSchema {
  held: HeldMember[] | null;
  /** How many statements of the dump are stored as "schema" already; fewer than `statementsBeforeRows` only when `held` is null. */
  stored: number;
  /** How many belong before the rows. */
  statementsBeforeRows: number;
}

interface Piece {
  bytes: Buffer;
  /** The settings in force before it. */
  settings: Buffer;
  isSetting: boolean;
}

const end = Buffer.from(`\n${memberEnd}`);

/**
 * Divides one schema-only dump into what must exist before the rows (stored at once) and what must come after them (held
 * compressed). The border is the first statement counted as "post" behind the last one that rows need; as that is only known
 * at the end, whatever may still turn out to be "schema" is held too.
 */
export class SchemaSplitter {
  private readonly cut = new SchemaCut();
  private readonly settings = new SettingsTracker();
  private currentSettings = this.settings.preamble();
  private pieces: Piece[] = [];
  private size = 0;
  /** How many of `pieces` are certainly "schema". */
  private border = 0;
  private held: HeldMember[] = [];
  private heldBytes = 0;
  private heldStatements = 0;
  private overflow = false;
  private statements = 0;
  private stored = 0;
  private statementsBeforeRows = 0;

  constructor(
    private readonly target: ArchiveTarget,
    private readonly spec: MemberSpec,
    private readonly holdLimit: number,
  ) {}

  /** @param part as pg_dump wrote it; `kept` is what the rules made of it. */
  async take(part: SqlPart, kept: readonly SqlPart[]): Promise<void> {
    const place = this.cut.push(part);
    if (place === 'settles') await this.settle();
    for (const statement of kept) if (statement.type === 'statement') await this.add(statement.lead, statement.text);
    if (place !== 'pending') this.markBorder();
  }

  private async add(lead: Buffer, text: Buffer): Promise<void> {
    const isSetting = isSettingStatement(text);
    this.settings.note(text);
    this.statements += 1;
    if (!this.overflow)
      await this.keep({ bytes: Buffer.concat([lead, text]), settings: this.currentSettings, isSetting });
    if (isSetting) this.currentSettings = this.settings.preamble();
  }

  async finish(): Promise<SplitSchema> {
    if (!this.overflow) await this.storeSchemaPart();
    await this.holdPieces();
    return {
      held: this.overflow ? null : this.held,
      stored: this.stored,
      statementsBeforeRows: this.statementsBeforeRows,
    };
  }

  private async keep(piece: Piece): Promise<void> {
    if (this.size + piece.bytes.length + end.length > memberLimit) await this.makeRoom();
    if (this.pieces.length === 0) this.size = piece.settings.length;
    this.pieces.push(piece);
    this.size += piece.bytes.length;
  }

  /** Rows need a later statement: all before it is "schema" too, also what is neither held nor stored yet. */
  private async settle(): Promise<void> {
    for (const member of this.held) await this.target.addHeld(this.spec, member);
    this.stored += this.heldStatements;
    this.held = [];
    this.heldBytes = 0;
    this.heldStatements = 0;
    this.border = this.pieces.length;
  }

  private markBorder(): void {
    this.border = this.pieces.length;
    this.statementsBeforeRows = this.statements;
  }

  private async makeRoom(): Promise<void> {
    if (this.border > 0) await this.storeSchemaPart();
    else await this.holdPieces();
  }

  private async storeSchemaPart(): Promise<void> {
    const sql = joinPieces(this.pieces.slice(0, this.border));
    if (sql !== null) await storeAs(this.target, this.spec)(sql);
    this.stored += this.border;
    this.keepFrom(this.border);
  }

  private async holdPieces(): Promise<void> {
    const sql = joinPieces(this.pieces);
    this.heldStatements += this.pieces.length;
    this.keepFrom(this.pieces.length);
    if (sql === null || this.overflow) return;
    const member = await this.target.hold(sql);
    this.held.push(member);
    this.heldBytes += member.storedSize;
    if (this.heldBytes <= this.holdLimit) return;
    this.overflow = true;
    this.held = [];
    this.heldStatements = 0;
  }

  private keepFrom(index: number): void {
    this.pieces = this.pieces.slice(index);
    this.size = this.pieces.reduce((sum, piece) => sum + piece.bytes.length, this.pieces[0]?.settings.length ?? 0);
    this.border = 0;
  }
}

function joinPieces(pieces: readonly Piece[]): Buffer | null {
  const first = pieces.findIndex((piece) => !piece.isSetting);
  if (first < 0) return null;
  const kept = pieces.slice(first);
  return Buffer.concat([kept[0]?.settings ?? Buffer.alloc(0), ...kept.map((piece) => piece.bytes), end]);
}
