import { ByteReader } from '../byte-reader';
import { isCount, isSha256 } from '../end';
import { ArchiveError, lyingManifest } from '../errors';
import { blockBytes } from '../tar';
import { archiveFormat, type Manifest, type ManifestMember } from '../manifest';

// The first line holds everything but the members, the others one member each.
const maxLineBytes = 64 * 1024;
const membersStart = '"members":[\n';

/**
 * Reads manifest.json line by line, so that no more than its members is held, and no more of them than the file has room for.
 * @param offset where the manifest itself stands: every member is before it
 * @throws ArchiveError `lying-manifest`, `unsupported-format`
 */
export async function readManifest(bytes: AsyncIterable<Buffer>, offset: number): Promise<Manifest> {
  const reader = new ByteReader(bytes);
  const head = parseHead(await nextLine(reader));
  const members: ManifestMember[] = [];
  for (let line = await nextLine(reader); line !== ']}\n'; line = await nextLine(reader)) {
    const member = parseMember(line);
    const first = members.length === 0 ? blockBytes : (members.at(-1)?.offset ?? 0) + blockBytes;
    if (member.offset < first || member.offset >= offset)
      throw lyingManifest(`${members.length + 1} members have no room`);
    members.push(member);
  }
  if ((await reader.peek(1)).length > 0) throw lyingManifest('something follows its list of members');
  return { ...head, members };
}

async function nextLine(reader: ByteReader): Promise<string> {
  const line = await reader.readLine(maxLineBytes);
  if (line === null) throw lyingManifest('manifest.json is cut off or has an endless line');
  return line.toString('utf8');
}

function parseMember(line: string): ManifestMember {
  const value = parseJson(line.replace(/,?\n$/, ''));
  const [name, offset, storedSize, rawSize, sha256] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof name !== 'string' || !isCount(offset) || !isCount(storedSize) || !isCount(rawSize) || !isSha256(sha256)) {
    throw lyingManifest('a member is not described as it should be');
  }
  return { name, offset, storedSize, rawSize, sha256 };
}

function parseHead(line: string): Omit<Manifest, 'members'> {
  if (!line.endsWith(membersStart)) throw lyingManifest('manifest.json does not begin as it should');
  const value = parseJson(`${line}]}`);
  if (!isObject(value)) throw lyingManifest('manifest.json does not begin as it should');
  refuseLaterFormat(value['format']);
  if (!isHead(value)) throw lyingManifest('manifest.json lacks what every manifest has');
  return value;
}

function isHead(value: Record<string, unknown>): value is Record<string, unknown> & Manifest {
  const { compression, encryption, tools } = value;
  const texts = ['backupId', 'projectSlug', 'createdAt', 'snapshotAt', 'finishedAt'];
  const counts = ['attempt', 'serverVersionNum', 'rawBytes', 'storedBytes', 'largestRow'];
  return (
    texts.every((key) => typeof value[key] === 'string') &&
    counts.every((key) => isCount(value[key])) &&
    !Number.isNaN(Date.parse(value['snapshotAt'] as string)) &&
    isObject(tools) &&
    ['stowbase', 'pgDump', 'node'].every((key) => typeof tools[key] === 'string') &&
    isObject(compression) &&
    (compression['method'] === 'zstd' || compression['method'] === 'gzip') &&
    isCount(compression['level']) &&
    (encryption === null || isEncryption(encryption))
  );
}

function isEncryption(value: unknown): boolean {
  if (!isObject(value) || value['method'] !== 'age' || !Array.isArray(value['recipients'])) return false;
  return value['recipients'].every((recipient) => typeof recipient === 'string');
}

function refuseLaterFormat(format: unknown): void {
  if (format === archiveFormat) return;
  if (typeof format !== 'string' || !/^stowbase\/[0-9]{1,4}$/.test(format)) {
    throw lyingManifest('manifest.json names no format');
  }
  throw new ArchiveError(
    'unsupported-format',
    `The archive has the format ${format}, which this version of Stowbase can't read.`,
    'Install a newer version of Stowbase, or follow the README.txt inside the archive.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw lyingManifest('manifest.json is not JSON');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
