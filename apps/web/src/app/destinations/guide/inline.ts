/** A piece of a line: text, or text that is set apart. */
export interface Piece {
  readonly kind: 'text' | 'code' | 'strong' | 'em' | 'link';
  readonly text: string;
  /** Of a link. */
  readonly href?: string;
}

const marks = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** The pieces of a line of Markdown, as far as our own pages use it. Anything else stays text. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of line.matchAll(marks)) {
    const [whole, code, strong, em, label, href] = match;
    if (match.index > done) pieces.push({ kind: 'text', text: line.slice(done, match.index) });
    if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: plain(strong) });
    else if (em !== undefined) pieces.push({ kind: 'em', text: plain(em) });
    else if (label !== undefined && href !== undefined) pieces.push({ kind: 'link', text: plain(label), href });
    done = match.index + whole.length;
  }
  if (done < line.length) pieces.push({ kind: 'text', text: line.slice(done) });
  return pieces;
}

const plain = (text: string): string => text.replaceAll(/[`*]/g, '');
