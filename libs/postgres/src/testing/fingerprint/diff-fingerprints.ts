import type { Fingerprint } from './fingerprint';

export interface FingerprintDifference {
  /** Lines of the first that the second doesn't have. */
  missing: string[];
  /** Lines of the second that the first doesn't have. */
  added: string[];
}

/** Compares line by line (as often as each occurs); lines that match one of `allow` are left out on both sides. A changed fact is one missing and one added line. */
export function diffFingerprints(a: Fingerprint, b: Fingerprint, allow: readonly RegExp[] = []): FingerprintDifference {
  const allowed = (line: string): boolean =>
    allow.some((pattern) => new RegExp(pattern.source, pattern.flags.replace('g', '')).test(line));
  return { missing: subtract(a, b).filter((l) => !allowed(l)), added: subtract(b, a).filter((l) => !allowed(l)) };
}

function subtract(from: Fingerprint, what: Fingerprint): string[] {
  const left = new Map<string, number>();
  for (const line of what) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0;
  });
}
