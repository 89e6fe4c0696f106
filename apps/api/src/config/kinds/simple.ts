import { notThis, type Kind } from './kind';

const yes = ['1', 'true', 'yes', 'on'];
const no = ['0', 'false', 'no', 'off'];

export const switchedOn: Kind<boolean> = {
  what: '1 or 0',
  parse: (text) => {
    const word = text.toLowerCase();
    if (yes.includes(word)) return true;
    if (no.includes(word)) return false;
    throw notThis(text);
  },
};

export const wholeNumber = (least: number, most: number): Kind<number> => ({
  what: `a whole number from ${least} to ${most}`,
  parse: (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= least && number <= most)) throw notThis(text);
    return number;
  },
});

export const oneOf = <const T extends string>(...words: readonly T[]): Kind<T> => ({
  what: `one of ${words.join(', ')}`,
  parse: (text) => {
    const word = words.find((one) => one === text);
    if (word === undefined) throw notThis(text);
    return word;
  },
});

/** Anything; what it means is checked where it is used. */
export const anyText: Kind<string> = { what: 'a text', parse: (text) => text };
