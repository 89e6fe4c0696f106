import {
  ArchiveError,
  openArchive,
  type Archive,
  type Contents,
  type BackupType,
  type Manifest,
} from '@stowbase/archive';
import { gapsOf } from '@stowbase/dump';
import { StorageError, type Storage, type StoredObject } from '@stowbase/storage';
import type { Backup } from '../../backups/backup.entity';
import { unreadContents } from '../../backups/good/is-good';
import { summaryOf, type ContentsSummary } from '../../backups/contents/contents-summary';
import { storageSource } from '../../backups/sweep/storage-source';
import type { ImportItemKind } from '../import-item.entity';
import { canBeKept, strangeClaim } from './strange-claim';

/** What an archive says of itself. Of an encrypted one only the manifest can be read. */
export interface ReadArchive {
  readonly is: 'archive';
  readonly object: StoredObject;
  readonly manifest: Manifest;
  readonly type: BackupType;
  readonly project: { readonly name: string; readonly ref: string | null; readonly database: string | null };
  readonly gaps: Backup['gaps'];
  /** Null: it is encrypted. */
  readonly summary: ContentsSummary | null;
}

export interface NoArchive {
  readonly is: 'other';
  readonly object: StoredObject;
  readonly kind: Extract<ImportItemKind, 'incomplete' | 'damaged' | 'unsupported' | 'foreign' | 'unread'>;
  readonly text: string;
}

/** Reads its END, its manifest and, when it is not encrypted, its contents. @throws what the signal was aborted with */
export async function readArchive(
  storage: Storage,
  object: StoredObject,
  signal: AbortSignal,
): Promise<ReadArchive | NoArchive> {
  let archive: Archive | null = null;
  try {
    archive = await openArchive(storageSource(storage, object, signal), { signal });
    const strange = strangeClaim(archive.manifest);
    if (strange !== null) return { is: 'other', object, kind: 'damaged', text: `It is no backup of ours: ${strange}.` };
    const found = await describe(archive, object);
    return (
      found ?? {
        is: 'other',
        object,
        kind: 'damaged',
        text: 'What it says of its contents is not what our backups say.',
      }
    );
  } catch (error) {
    signal.throwIfAborted();
    const known = error instanceof ArchiveError || error instanceof StorageError;
    if (!known) throw error;
    return { is: 'other', object, kind: kindOf(error), text: error.message.replaceAll('\0', '') };
  } finally {
    await archive?.close();
  }
}

/** Null: what it says of its contents is of another form. */
async function describe(archive: Archive, object: StoredObject): Promise<ReadArchive | null> {
  const { manifest } = archive;
  if (manifest.encryption !== null) {
    const project = { name: manifest.projectSlug, ref: null, database: null };
    return { is: 'archive', object, manifest, type: seemingType(archive), project, gaps: [unknown], summary: null };
  }
  const contents = await archive.contents();
  try {
    const found = described(contents, manifest, object);
    return canBeKept(found) ? found : null;
  } catch (error) {
    // Only its outer form was looked at: something that isn't there was read.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function described(contents: Contents, manifest: Manifest, object: StoredObject): ReadArchive {
  const gaps = gapsOf(contents.components);
  const summary = summaryOf({ contents, gaps, summary: summaryFacts(manifest) }, false);
  const { name, ref } = contents.project;
  const project = { name, ref, database: contents.source.database };
  return { is: 'archive', object, manifest, type: contents.type, project, gaps: [...summary.gaps], summary };
}

/** Whether all that should be inside is inside can't be seen from outside: so it isn't claimed. */
const unknown: Backup['gaps'][number] = {
  component: unreadContents,
  status: 'failed',
  reason:
    'It was found by an import and is encrypted: what is inside, and whether a part is missing, only its private key shows.',
};

/** By the kinds of its members, which claim too little rather than too much: one of everything without a row looks like a schema. */
function seemingType({ members }: Archive): BackupType {
  const sql = members.filter(({ group }) => group === 'sql');
  const has = (...kinds: readonly string[]): boolean => sql.some(({ kind }) => kinds.includes(kind));
  if (!has('schema')) return 'data';
  return has('data', 'large_objects') ? 'full' : 'schema';
}

/** Of the writer's summary only the number of members is kept. */
const summaryFacts = (manifest: Manifest): Parameters<typeof summaryOf>[0]['summary'] =>
  ({ members: manifest.members.length }) as Parameters<typeof summaryOf>[0]['summary'];

function kindOf(error: ArchiveError | StorageError): NoArchive['kind'] {
  if (error instanceof StorageError || error.cause instanceof StorageError) return 'unread';
  switch (error.kind) {
    case 'not-ours':
      return 'foreign';
    case 'not-complete':
      return 'incomplete';
    case 'unsupported-format':
      return 'unsupported';
    case 'damaged':
    case 'lying-manifest':
    case 'too-large':
      return 'damaged';
    case 'wrong-identity':
    case 'identity-needed':
    case 'invalid-recipient':
    case 'invalid-identity':
    case 'unreadable-source':
    case 'target-not-empty':
    case 'cancelled':
    case 'misuse':
      return 'unread';
  }
}
