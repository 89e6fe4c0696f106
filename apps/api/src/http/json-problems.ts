/** Deeper than any request needs, and far from where walking it would exhaust the stack. */
const deepest = 32;
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Frame {
  /** Of an object: the keys so far. Of an array: null. */
  readonly keys: Set<string> | null;
  /** Of an object: the next text is a key. */
  expectsKey: boolean;
}

/** What a text that is valid JSON holds all the same that nobody writes (two readers would understand it differently), or null. */
export function oddityOf(json: string): string | null {
  const stack: Frame[] = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const top = stack.at(-1);
    if (token === '{' || token === '[') {
      // No request of ours has one, and class-validator would take it for a list of objects without looking inside.
      if (token === '[' && top?.keys === null) return 'it has a list inside a list';
      if (stack.length === deepest) return `it is nested deeper than ${deepest} levels`;
      stack.push(token === '{' ? { keys: new Set(), expectsKey: true } : { keys: null, expectsKey: false });
    } else if (token === '}' || token === ']') stack.pop();
    else if (top === undefined || top.keys === null) continue;
    else if (token === ',') top.expectsKey = true;
    else if (top.expectsKey) {
      const key = JSON.parse(token) as string;
      if (forbiddenKeys.has(key)) return `it has a field "${key}"`;
      if (top.keys.has(key)) return `it has the same field twice in one object`;
      top.keys.add(key);
      top.expectsKey = false;
    }
  }
  return null;
}
