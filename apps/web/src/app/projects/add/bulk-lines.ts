import type { CreateProjectDto } from '../../api/models/create-project-dto';
import { kindNames, kindOf, roleAndRef, withSessionPort } from '../../connection/connection-kind';
import { proposedName } from '../../connection/project-name';
import { splitConnection, type Range } from '../../connection/split-connection';

/** One line of several strings: `postgresql://…`, or a name before it. */
export interface BulkLine {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly where: string;
  readonly mode: string;
  /** Port 6543 became 5432. */
  readonly isRewritten: boolean;
  /** Why it can't be sent; null: it can. */
  readonly problem: string | null;
}

interface Read {
  readonly from: number;
  readonly name: string;
  readonly url: string;
}

/** The service takes so many at once. */
export const mostLines = 50;

const scheme = /postgres(?:ql)?:\/\//i;

/** What of the whole text is never shown: of each line the password, of a line that is no string all of it. */
export function bulkSecrets(text: string): Range[] {
  let start = 0;
  return text.split('\n').flatMap((line) => {
    const at = start;
    start += line.length + 1;
    const begin = Math.max(line.search(scheme), 0);
    return splitConnection(line.slice(begin)).secrets.map(([from, to]): Range => [at + begin + from, at + begin + to]);
  });
}

export function bulkLines(text: string): BulkLine[] {
  return read(text).map(({ from, name, url }) => {
    const written = splitConnection(url);
    const sent = withSessionPort(url, written);
    const parts = splitConnection(sent);
    return {
      number: from,
      name: name !== '' || parts.host === '' ? name : proposedName(roleAndRef(parts).ref, parts.database, parts.host),
      where: parts.host === '' ? '' : `${parts.host}:${parts.port ?? 5432}`,
      mode: parts.host === '' ? '' : kindNames[kindOf(parts)],
      isRewritten: sent !== url,
      problem: problemOf(parts),
    };
  });
}

/** What is sent. Call only when no line has a problem. */
export function bulkProjects(text: string): CreateProjectDto[] {
  const lines = bulkLines(text);
  return read(text).map(({ url }, i) => ({
    name: lines[i]?.name ?? '',
    connection: { url: withSessionPort(url, splitConnection(url)) },
  }));
}

function read(text: string): Read[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const begin = Math.max(line.search(scheme), 0);
    const quoted = /["']\s*$/.test(line.slice(0, begin)) ? /["']/ : /\s/;
    const url = line.slice(begin);
    const end = begin === 0 ? -1 : url.search(quoted);
    // A name before it, and whatever stands between: `shop = `, `shop,`, `SHOP_URL="`.
    const name = line.slice(0, begin).replace(/[\s=,;:"']+$/, '');
    return [{ from: i + 1, name: name.trim(), url: (end < 0 ? url : url.slice(0, end)).trim() }];
  });
}

function problemOf({ host, user, password }: ReturnType<typeof splitConnection>): string | null {
  if (host === '' || user === '') return $localize`This is no connection string.`;
  return password === 'set' ? null : $localize`The password is missing.`;
}
