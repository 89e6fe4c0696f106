import type { ConnectedDto } from '../../api/models/connected-dto';
import type { ConfigForm } from '../../config-form/config-form';

/** By type of storage: what a connected account gave the service, which nobody has to type any more. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  google_drive: ['refreshToken'],
  nextcloud: ['password'],
};
const names: Readonly<Record<string, string>> = { nextcloud: 'username' };

/** Shows in the form what was granted: secrets as set, the account by its name. They are sent as `credentialsId` alone. */
export function showGranted(type: string, form: ConfigForm, { account }: ConnectedDto): void {
  for (const name of secrets[type] ?? []) form.controls[name]?.setValue(null);
  const name = form.controls[names[type] ?? ''];
  if (name !== undefined && account !== null) name.setValue(account);
  form.markAsDirty();
}
