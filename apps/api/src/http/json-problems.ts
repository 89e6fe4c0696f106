/** Deeper than any request needs, and far from where walking it would exhaust the stack. */
const deepest = 32;
/** More than any request needs. What checks a body takes the square of the fields of an object in time, and everybody waits for it. */
const mostFields = 200;
const mostItems = 1_000;
/** 50 projects at once, each with all the tables to leave out that one may name, have 36,000. */
const mostValues = 50_000;
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Frame {
  /** Of an object: the keys so far. Of an array: null. */
  readonly keys: Set<string> | null;
  /** How many so far. */
  commas: number;
  /** Of an object: the next text is a key. */
  expectsKey: boolean;
}

/** What a text that is valid JSON holds all the same that nobody writes (two readers would understand it differently), or null. */
export function oddityOf(json: string): string | null {
  const stack: Frame[] = [];
  let values = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const top = stack.at(-1);
    if (token === '{' || token === '[') {
      // No request of ours has one, and class-validator would take it for a list of objects without looking inside.
      if (token === '[' && top?.keys === null) return 'it has a list inside a list';
      if (stack.length === deepest) return `it is nested deeper than ${deepest} levels`;
      const isObject = token === '{';
      stack.push({ keys: isObject ? new Set() : null, commas: 0, expectsKey: isObject });
    } else if (token === '}' || token === ']') stack.pop();
    else if (token === ',') {
      if (top === undefined) continue;
      if ((values += 1) >= mostValues) return `it has more than ${mostValues} values`;
      if ((top.commas += 1) >= mostItems) return `it has a list of more than ${mostItems} items`;
      top.expectsKey = top.keys !== null;
    } else if (top === undefined || top.keys === null) continue;
    else if (top.expectsKey) {
      const key = JSON.parse(token) as string;
      if (forbiddenKeys.has(key)) return `it has a field "${key}"`;
      if (top.keys.has(key)) return `it has the same field twice in one object`;
      if (top.keys.size === mostFields) return `it has an object of more than ${mostFields} fields`;
      top.keys.add(key);
      top.expectsKey = false;
    }
  }
  return null;
}
