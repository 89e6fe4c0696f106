import type { AddressKind } from './address-kind';
import { OutgoingError } from './outgoing-error';

const described: Record<AddressKind, string> = {
  public: 'a public address',
  private: 'a private network',
  loopback: 'this machine itself',
  'link-local': 'a link-local address',
  metadata: "a cloud provider's metadata service",
  multicast: 'a multicast address',
  broadcast: 'the broadcast address',
  unspecified: 'the unspecified address',
  special: 'a reserved address',
};

/** `host` as it was asked for; what it resolved to stays out of the text, which would tell names of the inner network. */
export const addressBlocked = (host: string, { kind, helps }: { kind: AddressKind; helps: boolean }): OutgoingError =>
  new OutgoingError(
    'ADDRESS_BLOCKED',
    `The outgoing-request policy does not allow connections to ${shown(host)}: it leads to ${described[kind]}.`,
    helps
      ? 'If it belongs to your own network and may be used, start the service with ALLOW_PRIVATE_NETWORKS=1; otherwise enter a public host.'
      : 'Enter a public host; no setting allows this one.',
  );

export const hostInvalid = (): OutgoingError =>
  new OutgoingError(
    'HOST_INVALID',
    'The host is neither a host name nor an IP address in its usual form.',
    'Enter a host name such as files.example.com, or an IPv4 or IPv6 address.',
  );

/** Long or odd hosts don't reach a log line whole. */
export const shown = (host: string): string => (/^[\w.:[\]-]{1,253}$/.test(host) ? `"${host}"` : 'this host');
