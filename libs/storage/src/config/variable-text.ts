import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `name` is where it stood: the variable, or the one that names its file. A problem is one line that names it, without the value. */
export type VariableText = { readonly name: string; readonly text: string } | { readonly problem: string };

/** Blank counts as not set. */
const isSet = (env: Environment, name: string): boolean => (env[name] ?? '').trim() !== '';

/**
 * The trimmed text of one variable; null when it isn't set.
 * @param fromFile it may also lie in a file, whose path `NAME_FILE` says: Docker and Kubernetes hand out secrets so
 */
export function variableText(env: Environment, name: string, fromFile: boolean): VariableText | null {
  const file = `${name}_FILE`;
  const given = isSet(env, name);
  const inFile = fromFile && isSet(env, file);
  if (given && inFile) return { problem: `${name} and ${file} are both set: keep one of them.` };
  if (given) return { name, text: (env[name] ?? '').trim() };
  if (!inFile) return null;
  const found = shortFile((env[file] ?? '').trim());
  if ('problem' in found) return { problem: `${file}: ${found.problem}.` };
  const text = found.text.trim();
  return text === '' ? { problem: `${file}: the file is empty.` } : { name: file, text };
}

const longestFile = 64 * 1024;

/** A text file of at most 64 KiB; or what keeps it from being read, to be said behind a name. */
export function shortFile(path: string): { readonly text: string } | { readonly problem: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    return { problem: `${path} can't be read (${reason})` };
  }
  return text.length > longestFile ? { problem: `${path} is longer than 64 KiB` } : { text };
}
