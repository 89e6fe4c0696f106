import ipaddr from 'ipaddr.js';
import { kindOf, type AddressKind } from './address-kind';
import { parseHost } from './parse-host';

export interface AddressPolicy {
  /** Loopback and private networks (RFC 1918, carrier-grade NAT, unique local IPv6) may be connected to. */
  readonly allowPrivateNetworks: boolean;
}

export interface AllowedAddress {
  readonly verdict: 'allowed';
  /** In its usual form, whatever it was written like. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly kind: 'public' | 'private' | 'loopback';
}

/** `helps`: with `allowPrivateNetworks` it would be allowed. */
export type Judgement =
  | AllowedAddress
  | { readonly verdict: 'blocked'; readonly kind: AddressKind; readonly helps: boolean }
  | { readonly verdict: 'name'; readonly name: string }
  | { readonly verdict: 'invalid' };

/** Whether a host may be connected to, as far as that can be told without asking a resolver. */
export function judgeAddress(host: string, policy: AddressPolicy): Judgement {
  const parsed = parseHost(host);
  if (parsed.form === 'name') return { verdict: 'name', name: parsed.name };
  if (parsed.form === 'invalid') return { verdict: 'invalid' };
  const kind = kindOf(parsed.address);
  const family = parsed.address instanceof ipaddr.IPv4 ? 4 : 6;
  switch (kind) {
    case 'public':
      return { verdict: 'allowed', address: parsed.address.toString(), family, kind };
    case 'private':
    case 'loopback':
      return policy.allowPrivateNetworks
        ? { verdict: 'allowed', address: parsed.address.toString(), family, kind }
        : { verdict: 'blocked', kind, helps: true };
    case 'link-local':
    case 'metadata':
    case 'multicast':
    case 'broadcast':
    case 'unspecified':
    case 'special':
      return { verdict: 'blocked', kind, helps: false };
  }
}
