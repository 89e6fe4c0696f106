/** What becomes of a statement, with the reason for people where it doesn't run as it stands. Rules give reasons as phrases; `asSentence` ends them. */
export type Ruling =
  | { readonly do: 'run' }
  | { readonly do: 'rewrite'; readonly text: Buffer; readonly reason: string }
  | { readonly do: 'skip'; readonly reason: string };

export const run: Ruling = { do: 'run' };
export const skip = (reason: string): Ruling => ({ do: 'skip', reason });
export const rewrite = (text: Buffer, reason: string): Ruling => ({ do: 'rewrite', text, reason });

/** `it needs x` → `It needs x.` */
export const asSentence = (phrase: string): string => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
