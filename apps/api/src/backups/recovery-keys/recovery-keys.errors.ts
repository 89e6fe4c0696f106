import { defineErrors, failWith } from '../../errors/api-error';

export const recoveryKeyErrors = defineErrors({
  RECOVERY_KEY_NOT_FOUND: { status: 404, title: 'Recovery key not found', when: 'No recovery key has this id.' },
  INVALID_RECIPIENT: {
    status: 400,
    title: 'No public key',
    when: 'What is given as a recovery key is no age X25519 recipient: a private key, an SSH key, a mistyped one. It is not stored.',
  },
  RECOVERY_KEY_EXISTS: {
    status: 409,
    title: 'Key known already',
    when: 'This recipient is a recovery key of the same project, or of all projects, already.',
  },
  TOO_MANY_RECOVERY_KEYS: {
    status: 409,
    title: 'Too many recovery keys',
    when: 'A project, or all projects together, would have more than 20 recovery keys.',
  },
  RECOVERY_KEY_NOT_PROVEN: {
    status: 409,
    title: 'Not proven yet',
    when: 'A recovery key is to be enabled before its owner has proven that backups encrypted to it can be opened.',
  },
  RECOVERY_KEY_PROVEN: { status: 409, title: 'Proven already', when: 'A proof is asked or given for a proven key.' },
  PROOF_WRONG: {
    status: 400,
    title: 'Wrong answer',
    when: 'The answer to a proof is not the text that was encrypted to the key.',
  },
  LOST_KEY_NOT_ACKNOWLEDGED: {
    status: 400,
    title: 'Not acknowledged',
    when: 'A recovery key is to be enabled without `lostKeyUnderstood: true`: nobody can open a backup whose key is lost.',
  },
});

export const fail = failWith(recoveryKeyErrors);
