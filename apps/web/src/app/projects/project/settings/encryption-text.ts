import type { ConnectionViewDto } from '../../../api/models/connection-view-dto';

/** What protects the data on its way, in one sentence. */
export function encryptionText({ tlsMode, hasCa, pinned }: ConnectionViewDto): string {
  switch (tlsMode) {
    case 'verify-full':
    case 'verify-ca':
      return hasCa
        ? $localize`Encrypted; the server’s certificate is checked by the stored root certificate`
        : $localize`Encrypted; the server’s certificate is checked by the public authorities`;
    case 'require':
      return pinned
        ? $localize`Encrypted; the certificate’s issuer has to be the one seen first`
        : $localize`Encrypted; the server’s certificate is not checked`;
    case 'prefer':
    case 'allow':
      return $localize`Encrypted if the server offers it`;
    case 'disable':
      return $localize`Not encrypted`;
  }
}
