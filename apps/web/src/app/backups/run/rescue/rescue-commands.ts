import type { BackupDto } from '../../../api/models/backup-dto';

export interface RescueStep {
  readonly title: string;
  readonly why: string;
  readonly commands: string;
}

/** The name of the file, wherever it lies; null: nothing was ever written. */
export function fileNameOf({ copies }: BackupDto): string | null {
  const key = (copies.find((copy) => copy.status === 'stored') ?? copies.find((copy) => copy.key !== null))?.key;
  return key?.split('/').at(-1) ?? null;
}

/** What brings the data back with nothing but the file, a shell and PostgreSQL: no service is needed. */
export function rescueSteps(backup: BackupDto, fileName: string): RescueStep[] {
  const file = quoted(fileName);
  const key = backup.encrypted ? ' --identity KEYFILE' : '';
  const origin = backup.sha256 === null ? '' : ` --expect-sha256 ${backup.sha256}`;
  return [
    {
      title: $localize`Prove that the file is whole`,
      why: backup.encrypted
        ? $localize`Every hash is calculated again. With the file of the recovery key in place of KEYFILE every member is also decrypted and read.`
        : $localize`Every hash is calculated again, and every member is read.`,
      commands: `stowbase verify ${file} --deep${key}`,
    },
    {
      title: $localize`See what a restore would do`,
      why: $localize`Nothing is changed. The target is a new, empty database.`,
      commands: `export TARGET_DATABASE_URL='postgresql://…'\nstowbase restore ${file} --plan${key}${origin}`,
    },
    {
      title: $localize`Restore`,
      why: $localize`The plan is shown once more, and the name of the target is asked for.`,
      commands: `stowbase restore ${file}${key}${origin}`,
    },
    {
      title: $localize`By hand, without Stowbase`,
      why: $localize`The archive explains itself: the commands of its README need tar, zstd or gzip, psql and, for an encrypted one, age.`,
      commands: `tar -xOf ${file} README.txt | less`,
    },
  ];
}

/** For a POSIX shell: as it is when nothing in it means anything there. */
export const quoted = (text: string): string =>
  /^[\w.,:+@/-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
