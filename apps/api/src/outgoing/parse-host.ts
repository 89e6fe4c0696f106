import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { IpAddress } from './address-kind';

export type ParsedHost = { form: 'address'; address: IpAddress } | { form: 'name'; name: string } | { form: 'invalid' };

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const numberLike = /^(?:\d+|0x[0-9a-f]*)$/i;
const invalid: ParsedHost = { form: 'invalid' };

/**
 * A host as a URL, a setting or a resolver gives it. Every form that some resolver reads as an IPv4 address (`2130706433`, `0x7f.1`,
 * `0177.0.0.1`, `127.1`, a dot at the end) is read so here, and connected to in its usual form: nobody after us reads it in another
 * way. Zone ids, and whatever looks like a number and is no address, are invalid.
 */
export function parseHost(text: string): ParsedHost {
  const bare = /^\[.*\]$/.test(text) ? text.slice(1, -1) : text;
  if (bare.includes(':')) return isIP(bare) === 6 && !bare.includes('%') ? addressOf(ipaddr.IPv6.parse(bare)) : invalid;
  if (bare !== text) return invalid;
  const plain = text.replace(/\.$/, '');
  const labels = plain.split('.');
  if (plain.length > 253 || !labels.every((part) => label.test(part))) return invalid;
  if (!numberLike.test(labels.at(-1) ?? '')) return { form: 'name', name: text };
  return ipaddr.IPv4.isValid(plain) ? addressOf(ipaddr.IPv4.parse(plain)) : invalid;
}

/** An IPv4 address in IPv6 clothes is connected to as what it is. */
function addressOf(address: IpAddress): ParsedHost {
  const mapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
  return { form: 'address', address: mapped ? address.toIPv4Address() : address };
}
