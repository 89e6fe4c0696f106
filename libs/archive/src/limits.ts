/** A SQL member holds at most this much before compression: larger ones cost memory and win nothing in ratio. Bytes. */
export const maxMemberBytes = 4 * 1024 * 1024;

/** PostgreSQL can't send a row of 1 GiB or more, whatever a manifest says. Bytes. */
export const maxRowBytes = 2 * 1024 ** 3;

/** A manifest is read as a stream, but not without end. Bytes. */
export const maxManifestBytes = 1024 ** 3;

/** contents.json is read whole. Bytes before encryption. */
export const maxContentsBytes = 256 * 1024 ** 2;

/** README.txt is read whole. Bytes. */
export const maxReadmeBytes = 1024 ** 2;

/** END's header, END's body and the two zero blocks. Bytes. */
export const endBytes = 2048;
