import { splitStatements } from '@stowbase/sql-stream';
import type { StatementPlace } from '../errors';

export interface PlacedStatement {
  /** One whole statement; its `;` may be missing. */
  readonly text: Buffer;
  readonly place: StatementPlace;
}

/** A text on its way to the server. */
export interface QueuedText {
  readonly text: Buffer;
  /** How many statements the server completes for it: 1, unless a rewritten text has more or none. */
  readonly commands: number;
  /** Null for savepoints and settings of our own. */
  readonly statement: PlacedStatement | null;
}

const semicolon = 0x3b;
const separator = Buffer.from('\n');
const end = Buffer.from(';\n');

export function queued(statement: PlacedStatement, untouched = false): QueuedText {
  return {
    text: statement.text,
    commands: untouched ? untouchedCommands(statement.text) : countCommands(statement.text),
    statement,
  };
}

export const ownText = (sql: string): QueuedText => {
  const text = Buffer.from(sql);
  return { text, commands: countCommands(text), statement: null };
};

/** As the scanner cut it: one statement, or a `;` alone. */
const untouchedCommands = (text: Buffer): number => (text.length === 1 && text[0] === semicolon ? 0 : 1);

function countCommands(text: Buffer): number {
  const whole = isEnded(text) ? text : Buffer.concat([text, end]);
  return splitStatements(whole).filter((part) => part.type === 'statement' && part.text.length > 1).length;
}

/** One script, each text on lines of its own. */
export const scriptOf = (texts: readonly QueuedText[]): Buffer =>
  Buffer.concat(texts.flatMap(({ text }) => [text, isEnded(text) ? separator : end]));

const isEnded = (text: Buffer): boolean => text[text.length - 1] === semicolon;

/**
 * Which text of a script failed. The server tells how many statements it completed; with none completed it may not have understood the
 * script, and the error's position (characters from 1) tells which. Null when that is none of them.
 */
export function failedText(
  texts: readonly QueuedText[],
  { completed, position }: { readonly completed: number; readonly position: number | null },
): QueuedText | null {
  if (completed === 0 && position !== null) return atPosition(texts, position) ?? firstWithCommands(texts, 0);
  return firstWithCommands(texts, completed);
}

function firstWithCommands(texts: readonly QueuedText[], completed: number): QueuedText | null {
  let before = 0;
  for (const one of texts) {
    before += one.commands;
    if (before > completed) return one;
  }
  return null;
}

function atPosition(texts: readonly QueuedText[], position: number): QueuedText | null {
  let before = 0;
  for (const one of texts) {
    before += characters(one.text) + (isEnded(one.text) ? separator : end).length;
    if (position <= before) return one;
  }
  return null;
}

/** Code points: bytes that don't continue another one. */
function characters(text: Buffer): number {
  let count = 0;
  for (const byte of text) if ((byte & 0xc0) !== 0x80) count++;
  return count;
}
