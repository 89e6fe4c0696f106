import { piecesOf, type Piece } from './inline';

/** A part of a page, one below another. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly pieces: readonly Piece[] }
  | { readonly kind: 'paragraph'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Piece[])[];
      readonly rows: readonly (readonly (readonly Piece[])[])[];
    };

const bullet = /^(?:[-*]|(\d+)\.) +/;

/** Reads what our pages about destinations are made of: headings, paragraphs, lists, tables and code. */
export function blocksOf(markdown: string): Block[] {
  const lines = markdown.replaceAll(/<!--.*?-->/g, '').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const read = line.trim() === '' ? null : (code(lines, at) ?? heading(line) ?? table(lines, at) ?? list(lines, at));
    const { block, length } = read ?? (line.trim() === '' ? { block: null, length: 1 } : paragraph(lines, at));
    if (block !== null) blocks.push(block);
    at += length;
  }
  return blocks;
}

interface Read {
  readonly block: Block;
  /** Lines. */
  readonly length: number;
}

function code(lines: readonly string[], at: number): Read | null {
  if (lines[at]?.startsWith('```') !== true) return null;
  const end = lines.findIndex((line, index) => index > at && line.startsWith('```'));
  const last = end < 0 ? lines.length : end;
  return { block: { kind: 'code', text: lines.slice(at + 1, last).join('\n') }, length: last - at + 1 };
}

function heading(line: string): Read | null {
  const [, marks, text] = /^(#{1,4}) (.*)$/.exec(line) ?? [];
  if (marks === undefined || text === undefined) return null;
  return { block: { kind: 'heading', level: marks.length, pieces: piecesOf(text) }, length: 1 };
}

function table(lines: readonly string[], at: number): Read | null {
  if (!(lines[at] ?? '').startsWith('|')) return null;
  const length = lengthWhile(lines, at, (line) => line.startsWith('|'));
  const [head = [], , ...rows] = lines
    .slice(at, at + length)
    .map((line) => line.slice(1, line.lastIndexOf('|')).split(/(?<!\\)\|/))
    .map((cells) => cells.map((cell) => piecesOf(cell.trim().replaceAll('\\|', '|'))));
  return { block: { kind: 'table', head, rows }, length };
}

/** Of each item everything that is indented below it belongs to it. */
function list(lines: readonly string[], at: number): Read | null {
  const first = bullet.exec(lines[at] ?? '');
  if (first === null) return null;
  const isOrdered = first[1] !== undefined;
  const items: string[][] = [];
  let length = 0;
  for (const line of lines.slice(at)) {
    const mark = bullet.exec(line);
    if (mark !== null && (mark[1] !== undefined) === isOrdered) items.push([line.slice(mark[0].length)]);
    else if (/^ {2,3}\S/.test(line) || (/^ {4}/.test(line) && items.length > 0))
      items.at(-1)?.push(line.slice(isOrdered ? 3 : 2));
    else if (line.trim() === '' && /^ {2}/.test(lines[at + length + 1] ?? '')) items.at(-1)?.push('');
    else break;
    length += 1;
  }
  return { block: { kind: 'list', ordered: isOrdered, items: items.map((item) => blocksOf(item.join('\n'))) }, length };
}

function paragraph(lines: readonly string[], at: number): Read {
  const length = lengthWhile(lines, at, (line, index) => line.trim() !== '' && (index === at || !begins(line)));
  const text = lines
    .slice(at, at + length)
    .map((line) => line.trim())
    .join(' ');
  return { block: { kind: 'paragraph', pieces: piecesOf(text) }, length };
}

const begins = (line: string): boolean => /^(?:```|#{1,4} |\|)/.test(line) || bullet.test(line);

function lengthWhile(lines: readonly string[], at: number, holds: (line: string, index: number) => boolean): number {
  const end = lines.findIndex((line, index) => index >= at && !holds(line, index));
  return (end < 0 ? lines.length : end) - at;
}
