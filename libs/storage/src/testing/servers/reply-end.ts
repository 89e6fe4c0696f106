/** Finds where one HTTP/1.1 reply ends, so that a proxy can wait until a server has done all its work. */
export class ReplyEnd {
  #bytes = Buffer.alloc(0);

  /** @returns whether the reply is whole with these bytes; an interim one (100 Continue) doesn't count. */
  add(bytes: Buffer): boolean {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (;;) {
      const head = this.#bytes.indexOf('\r\n\r\n');
      if (head < 0) return false;
      const text = this.#bytes.subarray(0, head).toString('latin1');
      const body = this.#bytes.subarray(head + 4);
      if (!/^HTTP\/1\.\d 1\d\d/.test(text)) return isWhole(text, body);
      this.#bytes = body;
    }
  }
}

function isWhole(head: string, body: Buffer): boolean {
  if (/^transfer-encoding: *chunked/im.test(head)) return body.subarray(-7).toString('latin1').endsWith('0\r\n\r\n');
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return body.length >= Number(length ?? 0);
}
