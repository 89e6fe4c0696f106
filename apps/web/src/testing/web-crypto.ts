/** What browsers have in secure pages and jsdom lacks: Node's is the same. */
export async function provideWebCrypto(): Promise<void> {
  const names: string[] = ['node:crypto', 'node:stream/web'];
  const [crypto, streams] = (await Promise.all(names.map((name) => import(name)))) as [
    { webcrypto: Crypto },
    Record<string, unknown>,
  ];
  Object.defineProperty(globalThis, 'crypto', { value: crypto.webcrypto, configurable: true });
  for (const name of ['ReadableStream', 'TransformStream', 'WritableStream'])
    Object.defineProperty(globalThis, name, { value: streams[name], configurable: true });
  // Of a fetched reply only this is used: all bytes of a stream at once.
  Object.defineProperty(globalThis, 'Response', { value: StreamEnd, configurable: true });
}

class StreamEnd {
  constructor(private readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>) {}

  async arrayBuffer(): Promise<ArrayBuffer> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = this.stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
    return joined(chunks).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
