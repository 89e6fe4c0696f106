/**
 * Where a restore in steps keeps its record, in the target itself. What is in it is ours: it doesn't make a target non-empty, and no
 * other role has a right on it.
 */
export const recordSchema = 'stowbase_restore';
