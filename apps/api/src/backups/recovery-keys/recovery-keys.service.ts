import { Injectable } from '@nestjs/common';
import { Not, IsNull } from 'typeorm';
import { Database } from '../../database/database';
import { RecoveryKey } from '../recovery-key.entity';
import { fail } from './recovery-keys.errors';

/** What a backup of one project is encrypted to. */
export interface RunRecipients {
  /** age recipients; empty: not encrypted. */
  readonly recipients: readonly string[];
  /** Worth telling with the backup: it is not encrypted although there are keys. Null: nothing to tell. */
  readonly notice: string | null;
}

/** A scope's key that stands for "all projects". */
export const allProjects = '*';

/** The recovery keys as other features need them. */
@Injectable()
export class RecoveryKeys {
  constructor(private readonly database: Database) {}

  /** @throws ApiError `RECOVERY_KEY_NOT_FOUND` */
  async get(id: string): Promise<RecoveryKey> {
    const key = await this.database.read.findOneBy(RecoveryKey, { id });
    if (key === null)
      throw fail('RECOVERY_KEY_NOT_FOUND', 'There is no recovery key with this id.', {
        nextStep: 'Look it up in the list of recovery keys.',
      });
    return key;
  }

  /**
   * The proven, enabled keys of the project; if it has none, those for all projects. A key that isn't proven is never used: a backup
   * that nobody can open would be worse than one that isn't encrypted, and is said aloud instead.
   */
  async forProject(projectId: string): Promise<RunRecipients> {
    for (const scope of [projectId, allProjects]) {
      const used = { scope, enabled: true, provenAt: Not(IsNull()) };
      const keys = await this.database.read.find(RecoveryKey, { where: used, order: { createdAt: 'ASC', id: 'ASC' } });
      if (keys.length > 0) return { recipients: keys.map(({ recipient }) => recipient), notice: null };
    }
    const others = await this.database.read.find(RecoveryKey, {
      where: [{ scope: projectId }, { scope: allProjects }],
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const key = others.find(({ provenAt }) => provenAt === null) ?? others[0];
    if (key === undefined) return { recipients: [], notice: null };
    const why = key.provenAt === null ? 'is not proven yet' : 'is switched off';
    return { recipients: [], notice: `This backup is not encrypted: the recovery key "${key.name}" ${why}.` };
  }
}
