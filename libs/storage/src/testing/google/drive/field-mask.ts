import { driveErrors } from '../google-error';

type Mask = { readonly [name: string]: Mask | true };

/**
 * Only what `fields` asks for, as `id,size` or `nextPageToken,files(id,capabilities/canEdit)`.
 * https://developers.google.com/workspace/drive/api/guides/fields-parameter
 */
export function masked(value: unknown, fields: string): unknown {
  return fields === '*' ? value : picked(value, parsed(fields));
}

function picked(value: unknown, mask: Mask | true): unknown {
  if (mask === true) return value;
  if (Array.isArray(value)) return value.map((one) => picked(one, mask));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(mask).flatMap(([name, below]) => {
    const found = (value as Record<string, unknown>)[name];
    return found === undefined ? [] : [[name, picked(found, below)] as const];
  });
  return Object.fromEntries(entries);
}

function parsed(fields: string): Mask {
  const tokens = fields.match(/[A-Za-z0-9]+|[(),/]/g) ?? [];
  if (tokens.join('') !== fields || fields === '') throw driveErrors.invalid('fields');
  let at = 0;
  const one = (): Mask | true => {
    if (tokens[at] === '/') {
      at += 1;
      const name = tokens[at++] ?? '';
      return { [name]: one() };
    }
    if (tokens[at] !== '(') return true;
    at += 1;
    const below = list();
    if (tokens[at++] !== ')') throw driveErrors.invalid('fields');
    return below;
  };
  const list = (): Mask => {
    const mask: Record<string, Mask | true> = {};
    for (;;) {
      const name = tokens[at++] ?? '';
      if (!/^[A-Za-z0-9]+$/.test(name)) throw driveErrors.invalid('fields');
      mask[name] = one();
      if (tokens[at] !== ',') return mask;
      at += 1;
    }
  };
  const mask = list();
  if (at !== tokens.length) throw driveErrors.invalid('fields');
  return mask;
}
