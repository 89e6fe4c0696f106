import type { Ruling } from '../ruling';
import type { Statement } from '../statement';
import type { Rights } from './rights';

/** null: the rule has nothing to say about the statement. */
export type OwnerRule = (statement: Statement, rights: Rights) => Ruling | null;
