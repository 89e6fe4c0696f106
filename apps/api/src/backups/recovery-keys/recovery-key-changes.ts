import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { auditChanges, type AuditChange } from '../../accounts/audit/audit-changes';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { Projects } from '../../projects/projects.service';
import { RecoveryKey } from '../recovery-key.entity';
import { newProof, isAnswer, type Proof } from './proof';
import { readRecipient, refusePrivateKey } from './read-recipient';
import type { CreateRecoveryKeyDto, ProveRecoveryKeyDto, UpdateRecoveryKeyDto } from './recovery-key.dto';
import { fail } from './recovery-keys.errors';
import { allProjects, RecoveryKeys } from './recovery-keys.service';

/** As many as an archive may be encrypted to. */
const mostKeys = 20;

/** Adding, proving, changing and removing recovery keys. */
@Injectable()
export class RecoveryKeyChanges {
  constructor(
    private readonly database: Database,
    private readonly keys: RecoveryKeys,
    private readonly projects: Projects,
    private readonly audit: AuditLog,
  ) {}

  /** Stored, but not used before it is proven. @throws ApiError `INVALID_RECIPIENT`, `RECOVERY_KEY_EXISTS`, `TOO_MANY_RECOVERY_KEYS`, `PROJECT_NOT_FOUND` */
  async create(dto: CreateRecoveryKeyDto, actor: Actor): Promise<{ key: RecoveryKey; proof: Proof }> {
    refusePrivateKey(dto.name, 'name');
    const recipient = readRecipient(dto.recipient);
    const projectId = dto.projectId?.toLowerCase() ?? null;
    if (projectId !== null) await this.projects.get(projectId);
    const proof = await newProof(recipient);
    const key: RecoveryKey = {
      id: randomUUID(),
      name: dto.name,
      recipient,
      projectId,
      scope: projectId ?? allProjects,
      provenAt: null,
      proofSha256: proof.sha256,
      enabled: false,
      createdAt: new Date(),
    };
    await this.database.write(async (manager) => {
      await refuseWhatDoesNotFit(manager, key);
      await manager.insert(RecoveryKey, key);
      await this.record(manager, actor, 'recovery-key.create', key);
    });
    return { key, proof };
  }

  /** Another proof, for one whose first is lost; the one before is void. @throws ApiError `RECOVERY_KEY_PROVEN` */
  async renewProof(id: string, actor: Actor): Promise<{ key: RecoveryKey; proof: Proof }> {
    const key = await this.keys.get(id);
    const proof = await newProof(key.recipient);
    await this.database.write(async (manager) => {
      const { affected } = await manager.update(RecoveryKey, { id, provenAt: IsNull() }, { proofSha256: proof.sha256 });
      if (affected !== 1) throw proven(key);
      await this.record(manager, actor, 'recovery-key.proof', key);
    });
    return { key, proof };
  }

  /** Enables it. @throws ApiError `LOST_KEY_NOT_ACKNOWLEDGED`, `PROOF_WRONG`, `RECOVERY_KEY_PROVEN` */
  async prove(id: string, { answer, lostKeyUnderstood }: ProveRecoveryKeyDto, actor: Actor): Promise<RecoveryKey> {
    const key = await this.keys.get(id);
    refusePrivateKey(answer, 'answer');
    const { proofSha256 } = key;
    if (proofSha256 === null) throw proven(key);
    if (!lostKeyUnderstood) {
      throw fail('LOST_KEY_NOT_ACKNOWLEDGED', 'It was not acknowledged that a lost private key means lost backups.', {
        nextStep: 'Keep the private key in two safe places, then send "lostKeyUnderstood": true.',
        field: 'lostKeyUnderstood',
      });
    }
    if (!isAnswer(answer, proofSha256)) {
      throw fail('PROOF_WRONG', 'This is not the text of the proof.', {
        nextStep: 'Decrypt the latest proof with the private key and send the line that it prints.',
        field: 'answer',
      });
    }
    const change = { provenAt: new Date(), proofSha256: null, enabled: true };
    await this.database.write(async (manager) => {
      // The hash in the condition: a proof that was renewed meanwhile has made this answer void.
      const { affected } = await manager.update(RecoveryKey, { id, proofSha256 }, change);
      if (affected !== 1) throw proven(key);
      await this.record(manager, actor, 'recovery-key.prove', key);
    });
    return { ...key, ...change };
  }

  /** @throws ApiError `RECOVERY_KEY_NOT_PROVEN` */
  async update(id: string, dto: UpdateRecoveryKeyDto, actor: Actor): Promise<RecoveryKey> {
    const key = await this.keys.get(id);
    if (dto.name !== undefined) refusePrivateKey(dto.name, 'name');
    const change = { name: dto.name ?? key.name, enabled: dto.enabled ?? key.enabled };
    await this.database.write(async (manager) => {
      const which = change.enabled ? { id, provenAt: Not(IsNull()) } : { id };
      const { affected } = await manager.update(RecoveryKey, which, change);
      if (affected !== 1) throw notProven(key);
      const changes = auditChanges({ name: key.name, enabled: key.enabled }, change);
      await this.record(manager, actor, 'recovery-key.update', { ...key, ...change }, { changes });
    });
    return { ...key, ...change };
  }

  /** Backups that are encrypted to it stay so. */
  async delete(id: string, actor: Actor): Promise<void> {
    const key = await this.keys.get(id);
    await this.database.write(async (manager) => {
      await manager.delete(RecoveryKey, { id });
      await this.record(manager, actor, 'recovery-key.delete', key);
    });
  }

  private record(
    manager: EntityManager,
    actor: Actor,
    action: string,
    key: RecoveryKey,
    more: { changes?: AuditChange[] } = {},
  ): Promise<void> {
    const { id, name, recipient, projectId, enabled } = key;
    const object = { type: 'recovery-key', id, name };
    return this.audit.record(manager, { actor, action, object, detail: { recipient, projectId, enabled, ...more } });
  }
}

async function refuseWhatDoesNotFit(manager: EntityManager, { recipient, scope }: RecoveryKey): Promise<void> {
  const known = await manager.findOneBy(RecoveryKey, { recipient, scope });
  if (known !== null) {
    throw fail('RECOVERY_KEY_EXISTS', `This recipient is the recovery key "${known.name}" already.`, {
      nextStep: 'Prove or enable that one.',
      field: 'recipient',
      more: { recoveryKeyId: known.id },
    });
  }
  if ((await manager.countBy(RecoveryKey, { scope })) >= mostKeys) {
    throw fail(
      'TOO_MANY_RECOVERY_KEYS',
      `There are ${mostKeys} recovery keys here already: each costs time in every backup.`,
      {
        nextStep: 'Delete one that is no longer needed.',
        field: 'recipient',
      },
    );
  }
}

const proven = ({ name }: RecoveryKey): Error =>
  fail(
    'RECOVERY_KEY_PROVEN',
    `The recovery key "${name}" needs no proof: it is proven, or another proof was asked for meanwhile.`,
    {
      nextStep: 'Look at it again.',
    },
  );

const notProven = ({ name }: RecoveryKey): Error =>
  fail('RECOVERY_KEY_NOT_PROVEN', `The recovery key "${name}" is not proven yet.`, {
    nextStep: 'Decrypt its proof with the private key and send the answer.',
    field: 'enabled',
  });
