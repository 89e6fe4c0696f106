/** How the text of a variable becomes a value. */
export interface Kind<T> {
  /** For docs/configuration.md and for the sentence about a wrong value: "a whole number from 1 to 20". */
  readonly what: string;
  /** @throws WrongValue */
  parse(text: string): T;
}

/** A value that its kind refuses. `detail` is said behind "must be …", without the value where that may be a secret. */
export class WrongValue extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'WrongValue';
  }
}

/** What was given, short enough for a line. Never of a secret. */
export const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

export const notThis = (text: string): WrongValue => new WrongValue(`not ${shown(text)}`);
