/** A page of HTML where S3 would say "done" or "not there": of a console, a sign-in or a proxy, which know nothing of the store. */
export class PageInstead extends Error {
  constructor(status: number) {
    super(`a page of HTML (HTTP ${status})`);
    this.name = 'PageInstead';
  }
}

/** By how it begins: some stores call answers without any body text/html. */
export const isPage = (body: Buffer): boolean =>
  /^\s*<(?:!doctype\s+html|html)\b/i.test(body.toString('latin1', 0, 256));
