// Jest types its asymmetric matchers as `any`, which an object in a test would spread.
export const anyText: unknown = expect.any(String);
export const anyNumber: unknown = expect.any(Number);
export const anyFlag: unknown = expect.any(Boolean);
export const anyList: unknown = expect.any(Array);
export const textLike = (part: string | RegExp): unknown => expect.stringMatching(part);
export const having = (part: object): unknown => expect.objectContaining(part);
export const including = (...items: unknown[]): unknown => expect.arrayContaining(items);
