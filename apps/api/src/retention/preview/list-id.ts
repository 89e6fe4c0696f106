import { createHash } from 'node:crypto';
import type { JudgedSet } from '../judge';

/** Names exactly what several sets would lose, whatever their order; hex. */
export const listIdOf = (judged: readonly JudgedSet[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        judged
          .filter(({ deletable }) => deletable.length > 0)
          .map(({ listSha256 }) => listSha256)
          .sort(),
      ),
    )
    .digest('hex');
