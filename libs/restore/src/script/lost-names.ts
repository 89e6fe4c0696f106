import type { Contents } from '@stowbase/archive';
import type { TargetObjects } from '../target/target-facts';
import type { MissingExtension } from './missing-extensions';

/** What missing extensions would have brought: names that nothing on the target stands for. */
export interface LostNames {
  /** By `nameKey`; the value says whose it is and why it is missing. */
  readonly inSchemas: ReadonlyMap<string, string>;
  /** Access methods, languages and foreign data wrappers. */
  readonly global: ReadonlyMap<string, string>;
  /** Without btree_gist, `=` can't stand in an exclusion constraint; that constraint names nothing of the extension's. */
  readonly btreeGist: string | null;
}

/** No name can hold the character between the two. */
export const nameKey = (schema: string, name: string): string => `${schema}\0${name}`;

/** A name that another extension brings too, or that is on the target, is not lost. */
export function lostNames(contents: Contents, missing: readonly MissingExtension[], target: TargetObjects): LostNames {
  const inSchemas = new Map<string, string>();
  const global = new Map<string, string>();
  const gone = new Set(missing.map(({ extension }) => extension.name));
  const present = contents.source.extensions.filter(({ name }) => !gone.has(name));
  const standing = missing.length === 0 ? new Set<string>() : namesOf(target);
  for (const { objects } of present) for (const key of keysOf(objects ?? {})) standing.add(key);
  for (const { extension, why } of missing) {
    const whose = `extension ${extension.name}, which ${why}`;
    const objects = extension.objects ?? {};
    for (const name of objects[''] ?? []) global.set(name, whose);
    for (const key of keysOf(objects)) if (!standing.has(key)) inSchemas.set(key, whose);
  }
  return { inSchemas, global, btreeGist: whoseIs('btree_gist', missing) };
}

function* keysOf(objects: { readonly [schema: string]: readonly string[] }): Generator<string> {
  for (const [schema, names] of Object.entries(objects)) {
    if (schema !== '') for (const name of names) yield nameKey(schema, name);
  }
}

/** The target's own relations, types, routines, operators, … by name. */
function namesOf(target: TargetObjects): Set<string> {
  const names = new Set<string>();
  for (const key of target.keys) {
    const [, schema, name] = JSON.parse(key) as string[];
    if (schema !== undefined && name !== undefined) names.add(nameKey(schema, name));
  }
  return names;
}

function whoseIs(name: string, missing: readonly MissingExtension[]): string | null {
  const found = missing.find(({ extension }) => extension.name === name);
  return found === undefined ? null : `extension ${name}, which ${found.why}`;
}
