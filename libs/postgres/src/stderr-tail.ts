import { redact } from './redact';

const kept = 64 * 1_024;

/** The last 64 KiB of a tool's stderr, handed out only redacted. */
export class StderrTail {
  private chunks: Buffer[] = [];
  private held = 0;
  private cut = false;

  constructor(private readonly secrets: readonly string[]) {}

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.held += chunk.length;
    if (this.held <= 2 * kept) return;
    const all = Buffer.concat(this.chunks);
    this.chunks = [Buffer.from(all.subarray(all.length - kept))];
    this.held = kept;
    this.cut = true;
  }

  /** Whole lines only when something was cut off: half a secret at the edge could not be recognised. */
  text(): string {
    let all = Buffer.concat(this.chunks);
    const cut = this.cut || all.length > kept;
    if (all.length > kept) all = all.subarray(all.length - kept);
    const text = all.toString('utf8');
    const from = cut ? text.indexOf('\n') + 1 : 0;
    return redact(cut && from === 0 ? '' : text.slice(from), this.secrets).trim();
  }
}
