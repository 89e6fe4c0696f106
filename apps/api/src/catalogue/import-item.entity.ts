import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';

/**
 * What an object at a destination is to the records. `new`: an archive that they don't know · `copy`: one more copy of a backup that they
 * know · `again`: a copy that was missing · `moved`: a missing copy under another name · `known` · `other_attempt`: of a run that kept
 * another one · `forgotten`: of a backup that was deleted here or failed · `incomplete`, `damaged`, `unsupported`: archives that can't be used · `unread`: the store
 * failed while it was looked at · `service`: a backup of the records of a service · `foreign`: anything else · `gone`: no object, but a
 * stored copy says that there is one.
 */
export const importItemKinds = [
  'new',
  'copy',
  'again',
  'moved',
  'known',
  'other_attempt',
  'forgotten',
  'incomplete',
  'damaged',
  'unsupported',
  'unread',
  'service',
  'foreign',
  'gone',
] as const;
export type ImportItemKind = (typeof importItemKinds)[number];

/** Of an archive, as far as it can be known without its private key. */
export interface ImportFacts {
  readonly encrypted: boolean;
  readonly type: string;
  readonly createdAt: string;
  readonly snapshotAt: string;
  readonly rawBytes: number;
  readonly members: number;
  readonly gaps: number;
}

/** A line of an import's result. */
@Entity('import_items')
@Index('import_items_job', ['jobId', 'createdAt', 'id'])
@Index('import_items_kind', ['jobId', 'kind', 'createdAt', 'id'])
export class ImportItem extends WithId {
  @Column({ name: 'job_id', type: 'varchar', length: 36 })
  jobId: string;

  @Column({ type: 'varchar', length: 16 })
  kind: ImportItemKind;

  @Column({ type: 'varchar', length: 900 })
  key: string;

  @Column({ type: 'bigint', nullable: true, transformer: asNumber })
  size: number | null;

  @Column({ name: 'modified_at', type: instant, nullable: true })
  modifiedAt: Date | null;

  @Column({ name: 'backup_id', type: 'varchar', length: 36, nullable: true })
  backupId: string | null;

  @Column({ type: 'integer', nullable: true })
  attempt: number | null;

  /** The project that it belongs to; null: one is, or would be, made. */
  @Column({ name: 'project_id', type: 'varchar', length: 36, nullable: true })
  projectId: string | null;

  @Column({ name: 'project_name', type: 'varchar', length: 100, nullable: true })
  projectName: string | null;

  @Column({ type: json, nullable: true })
  facts: ImportFacts | null;

  /** What is wrong with it, one sentence. */
  @Column({ type: 'text', nullable: true })
  text: string | null;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;
}
