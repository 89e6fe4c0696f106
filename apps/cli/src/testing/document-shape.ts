import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every key of a document with the kinds of its values: `archive.members: number`, `tables[].rows: number`. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

export function shapeOf(document: unknown): Shape {
  const shape = new Map<string, Set<string>>();
  visit(document, '', shape);
  return shape;
}

/** What a document has that its description lacks, or the other way round. `null` stands for any kind, an empty list for any list. */
export function differences(written: Shape, real: Shape): string[] {
  const found: string[] = [];
  for (const [path, kinds] of real) {
    const described = written.get(path);
    if (described === undefined) found.push(`${path} is not described`);
    else if (!agree(described, kinds))
      found.push(`${path} is ${[...kinds].join('|')}, described as ${[...described].join('|')}`);
  }
  for (const path of written.keys())
    if (!real.has(path) && !insideNothing(path, real)) found.push(`${path} is described but missing`);
  return found;
}

/** The example under `### <heading>` in docs/cli.md. */
export async function describedShape(heading: string): Promise<Shape> {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/cli.md'), 'utf8');
  const section = text.split(/^#{2,3} /m).find((part) => part.startsWith(`${heading}\n`));
  const json = /```json\n(.*?)```/s.exec(section ?? '')?.[1];
  if (json === undefined) throw new Error(`docs/cli.md has no JSON under "### ${heading}"`);
  return shapeOf(JSON.parse(json));
}

function visit(value: unknown, path: string, shape: Map<string, Set<string>>): void {
  if (path !== '') shape.set(path, (shape.get(path) ?? new Set()).add(kindOf(value)));
  if (Array.isArray(value)) for (const item of value) visit(item, `${path}[]`, shape);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`, shape);
  }
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

const agree = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.has('null') || b.has('null') || [...b].every((kind) => a.has(kind));

/** Keys inside an empty list or a null can't be seen. */
function insideNothing(path: string, real: Shape): boolean {
  for (
    let cut = path.length;
    cut > 0;
    cut = Math.max(path.lastIndexOf('.', cut - 1), path.lastIndexOf('[]', cut - 1))
  ) {
    const outer = path.slice(0, cut);
    if (real.has(outer))
      return real.get(outer)!.has('null') || (real.get(outer)!.has('list') && !real.has(`${outer}[]`));
  }
  return false;
}
