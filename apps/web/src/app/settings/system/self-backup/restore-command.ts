import type { SelfBackupDto } from '../../../api/models/self-backup-dto';

/** What puts the records back on another machine (docs/operations/restore-this-server.md), with the file that is the newest now. */
export function restoreCommand(last: SelfBackupDto | null): string {
  const key = last?.copies.find(({ status }) => status === 'stored')?.key;
  const file = key?.split('/').at(-1) ?? 'stowbase-service_….age';
  const identity = last?.encrypted === false ? '' : ' --identity key.txt';
  return `stowbase admin restore-self ${file}${identity}`;
}
