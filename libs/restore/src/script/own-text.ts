/** A copy: a piece of a longer string keeps the whole of it in memory, and a plan keeps many short names of long statements. */
export const ownText = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
