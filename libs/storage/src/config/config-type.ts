import type { Field } from './field';

type ValueOf<F extends Field> = F['kind'] extends 'integer' | 'bytes'
  ? number
  : F['kind'] extends 'boolean'
    ? boolean
    : F extends { readonly kind: 'choice'; readonly choices: readonly { readonly value: infer V }[] }
      ? V
      : string;

/** With `when` a field may be absent, whatever else it says. */
type AlwaysThere<F extends Field> = F extends { readonly when: object }
  ? false
  : F extends { readonly required: true }
    ? true
    : undefined extends F['default']
      ? false
      : F extends { readonly default: string | number | boolean }
        ? true
        : false;

type Named<F extends Field, N extends string> = Extract<F, { readonly name: N }>;
type Names<F extends Field, There extends boolean> = F extends Field
  ? AlwaysThere<F> extends There
    ? F['name']
    : never
  : never;

/** The type of a checked configuration, from the fields: required and defaulted ones are there, others may be. */
export type ConfigOf<Fields extends readonly Field[]> = {
  readonly [N in Names<Fields[number], true>]: ValueOf<Named<Fields[number], N>>;
} & {
  readonly [N in Names<Fields[number], false>]?: ValueOf<Named<Fields[number], N>>;
};
