import type { RecoveryKey } from '../recovery-key.entity';
import { proofCommand, proofFileName, type Proof } from './proof';
import type { RecoveryKeyDto, RecoveryKeyStatus, UnprovenRecoveryKeyDto } from './recovery-key.dto';

export function toRecoveryKeyDto(key: RecoveryKey): RecoveryKeyDto {
  const status = statusOf(key);
  return {
    id: key.id,
    name: key.name,
    recipient: key.recipient,
    projectId: key.projectId,
    status,
    used: status === 'enabled',
    notUsedBecause: reasons[status],
    provenAt: key.provenAt,
    createdAt: key.createdAt,
  };
}

export const toUnprovenDto = (key: RecoveryKey, proof: Proof): UnprovenRecoveryKeyDto => ({
  ...toRecoveryKeyDto(key),
  proof: { fileName: proofFileName, file: proof.file, command: proofCommand },
});

function statusOf(key: RecoveryKey): RecoveryKeyStatus {
  if (key.provenAt === null) return 'unproven';
  return key.enabled ? 'enabled' : 'disabled';
}

const reasons: Readonly<Record<RecoveryKeyStatus, string | null>> = {
  unproven: 'Nobody has proven yet that backups encrypted to it can be opened.',
  enabled: null,
  disabled: 'It is switched off.',
};
