/** First minor of each major with all security fixes up to August 2026 (postgresql.org/support/security). */
const secureMinor: Record<number, number> = { 14: 24, 15: 19, 16: 15, 17: 11, 18: 6 };
/** First minor with `--restrict-key` (release notes of August 2025, CVE-2025-8714). */
const restrictMinor: Record<number, number> = { 13: 22, 14: 19, 15: 14, 16: 10, 17: 6 };
const newestKnown = 18;

export interface ToolVersion {
  major: number;
  minor: number;
  /** As the tool prints it: `15.20 (Debian 15.20-0+deb12u1)`. */
  text: string;
}

/** Reads `pg_dump (PostgreSQL) 17.6 (Debian …)`; null when it isn't PostgreSQL's. */
export function parseToolVersion(output: string): ToolVersion | null {
  const [, text, major, minor] = /\(PostgreSQL\) ((\d+)(?:\.(\d+))?[^\n]*)/.exec(output) ?? [];
  if (text === undefined || major === undefined) return null;
  return { major: Number(major), minor: Number(minor ?? 0), text: text.trim() };
}

/** True when a fixed security hole is still in it. */
export function isOutdated({ major, minor }: Pick<ToolVersion, 'major' | 'minor'>): boolean {
  const first = secureMinor[major];
  return first === undefined ? major < newestKnown : minor < first;
}

export const secureVersion = (major: number): string => `${major}.${secureMinor[major] ?? 0}`;

export function knowsRestrictKey({ major, minor }: Pick<ToolVersion, 'major' | 'minor'>): boolean {
  const first = restrictMinor[major];
  return first === undefined ? major >= newestKnown : minor >= first;
}
