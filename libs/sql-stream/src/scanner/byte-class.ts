/** What a byte outside of every literal and comment means to the lexer. */
export const OTHER = 0;
export const SPACE = 1;
export const WORD = 2;
export const QUOTE = 3;
export const DOUBLE_QUOTE = 4;
export const DOLLAR = 5;
export const DASH = 6;
export const SLASH = 7;
export const OPEN = 8;
export const CLOSE = 9;
export const SEMICOLON = 10;
export const BACKSLASH = 11;

const table = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (/[A-Za-z0-9_]/.test(String.fromCharCode(byte)) || byte >= 0x80) table[byte] = WORD;
}
for (const space of [9, 10, 11, 12, 13, 32]) table[space] = SPACE;
table[0x27] = QUOTE;
table[0x22] = DOUBLE_QUOTE;
table[0x24] = DOLLAR;
table[0x2d] = DASH;
table[0x2f] = SLASH;
table[0x28] = OPEN;
table[0x29] = CLOSE;
table[0x3b] = SEMICOLON;
table[0x5c] = BACKSLASH;

/** Class of each byte. Bytes of multi-byte characters count as letters, as they do in PostgreSQL. */
export const byteClass: Readonly<Uint8Array> = table;

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
