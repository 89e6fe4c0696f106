import type { Contents, ContentsTable } from '../contents';
import type { ArchiveIdentity } from '../identity';
import type { Compression } from '../manifest';
import type { MemberSpec } from '../members';
import { ArchiveWriter } from '../writer/archive-writer';
import { MemorySink } from './memory';

export interface SmallArchiveOptions {
  readonly compression?: Compression;
  readonly recipients?: readonly string[];
  readonly identity?: Partial<ArchiveIdentity>;
  /** Members in order; default {@link smallMembers}. */
  readonly members?: readonly SmallMember[];
  readonly contents?: Partial<Contents>;
}

export interface SmallMember {
  readonly spec: MemberSpec;
  readonly sql: string | Buffer;
  /** Added as one long row. */
  readonly stream?: boolean;
}

/** A whole archive in memory: by default a schema and two tables with a few rows. */
export async function buildSmallArchive(options: SmallArchiveOptions = {}): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = await ArchiveWriter.open({
    sink,
    identity: { ...smallIdentity, ...options.identity },
    compression: options.compression ?? { method: 'zstd', level: 3 },
    recipients: options.recipients ?? [],
  });
  const tables: ContentsTable[] = [];
  for (const { spec, sql, stream } of options.members ?? smallMembers) {
    const bytes = Buffer.from(sql);
    const { number } = await (stream === true ? writer.addStream(spec, once(bytes)) : writer.addMember(spec, bytes));
    const [schema = '', name] = spec.name?.split('.') ?? [];
    if (spec.kind === 'data' && name !== undefined) {
      tables.push({ schema, name, rows: 2, rawBytes: bytes.length, members: [number] });
    }
  }
  await writer.finish({ ...smallContents, tables, ...options.contents });
  return sink.bytes();
}

export const smallIdentity: ArchiveIdentity = {
  backupId: '0197f3a2-5b1c-4d2e-8f00-112233445566',
  attempt: 1,
  projectSlug: 'shop',
  projectName: 'Shop',
  projectRef: 'abcdefghijklmnopqrst',
  createdAt: new Date('2026-08-01T02:03:04.567Z'),
  snapshotAt: new Date('2026-08-01T02:03:05.678Z'),
  serverVersionNum: 150008,
  tools: { stowbase: '0.1.0', pgDump: '15.20', node: '24.21.0' },
};

export const smallMembers: readonly SmallMember[] = [
  { spec: { group: 'platform', kind: 'roles' }, sql: 'SELECT 1 AS platform_roles;\n' },
  { spec: { group: 'sql', kind: 'schema' }, sql: 'CREATE TABLE public.users (id integer, name text);\n' },
  {
    spec: { group: 'sql', kind: 'data', name: 'public.users' },
    sql: 'COPY public.users (id, name) FROM stdin;\n1\tAnna\n2\tBen\n\\.\n\nRESET ALL;\n',
  },
  {
    spec: { group: 'sql', kind: 'data', name: 'public.odd name' },
    sql: 'COPY public."odd name" (id) FROM stdin;\n1\n2\n\\.\n\nRESET ALL;\n',
  },
  { spec: { group: 'sql', kind: 'schema_post' }, sql: 'ALTER TABLE public.users ADD PRIMARY KEY (id);\n' },
  { spec: { group: 'optional', kind: 'event_triggers' }, sql: 'SELECT 1 AS event_trigger;\n' },
];

export const smallContents: Contents = {
  format: 'stowbase-contents/1',
  type: 'full',
  options: { history: true },
  project: { name: 'Shop', ref: 'abcdefghijklmnopqrst' },
  source: {
    database: 'postgres',
    serverVersion: '15.8',
    encoding: 'UTF8',
    locale: 'C.UTF-8',
    extensions: [{ name: 'pgcrypto', version: '1.3', schema: 'extensions' }],
  },
  components: [
    { name: 'schema', status: 'saved', count: 2 },
    { name: 'data', status: 'saved', count: 4 },
    { name: 'cron', status: 'off', count: 0, reason: 'pg_cron is not installed' },
  ],
  tables: [],
  sequences: 0,
  largeObjects: { count: 0, bytes: 0 },
  largestRow: null,
  limits: [],
  passwordsToSet: ['app'],
  vaultSecrets: [],
  refresh: [],
  warnings: [],
  snapshot: { id: '00000003-0000001B-1', takenAt: '2026-08-01T02:03:05.678Z' },
  rolesTakenAt: '2026-08-01T02:03:05.900Z',
};

// oxlint-disable-next-line typescript/require-await
async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
