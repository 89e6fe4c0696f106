/** When all this is, so that pictures of it are the same each day. */
export const now = new Date('2026-11-24T08:31:00Z');
