import { SettingsTracker } from '@stowbase/sql-stream';
import { memberEnd } from './session-preamble';
import { isSettingStatement } from './settings-statement';
import { memberLimit } from './slab-pool';

/** A finished piece of SQL, complete by itself: settings, statements, RESET ALL. */
export type EmitMember = (sql: Buffer) => Promise<void>;

const end = Buffer.from(`\n${memberEnd}`);

/**
 * Packs whole statements into members of at most 4 MiB. Each begins with the last value of every SET seen since the start of
 * the dump (`default_tablespace` and others change in mid-stream). A statement longer than that is a member of its own.
 */
export class StatementMembers {
  private pieces: Buffer[] = [];
  private size = 0;
  private hasStatement = false;

  constructor(
    private readonly emit: EmitMember,
    private readonly settings = new SettingsTracker(),
  ) {}

  /** A statement that isn't stored here; its settings count all the same. */
  observe(text: Buffer): void {
    this.settings.note(text);
  }

  /** @param statement with the white space before it; `text` is the statement alone. */
  async add(statement: Buffer, text: Buffer): Promise<void> {
    if (isSettingStatement(text)) {
      this.settings.note(text);
      if (this.hasStatement) this.push(statement);
      return;
    }
    if (this.hasStatement && this.size + statement.length + end.length > memberLimit) await this.close();
    if (!this.hasStatement) this.push(this.settings.preamble());
    this.settings.note(text);
    this.push(statement);
    this.hasStatement = true;
  }

  /** Ends the member begun, if any; the next statement starts a new one. */
  async close(): Promise<void> {
    if (!this.hasStatement) return;
    const sql = Buffer.concat([...this.pieces, end]);
    this.pieces = [];
    this.size = 0;
    this.hasStatement = false;
    await this.emit(sql);
  }

  private push(piece: Buffer): void {
    this.pieces.push(piece);
    this.size += piece.length;
  }
}
