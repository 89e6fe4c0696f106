import { BlockList, isIP } from 'node:net';

const privateRanges = new BlockList();
for (const [address, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  privateRanges.addSubnet(address, bits, 'ipv4');
}
privateRanges.addAddress('::1', 'ipv6');
privateRanges.addSubnet('fc00::', 7, 'ipv6');
privateRanges.addSubnet('fe80::', 10, 'ipv6');

/** Suffixes that never leave the machine or the local network (RFC 6761, 6762, 8375, ICANN's `.internal`). */
const privateSuffixes = ['localhost', 'local', 'internal', 'lan', 'home.arpa', 'test'];

/**
 * True for addresses and names that cannot be on the internet: loopback, private ranges, `localhost`, one-label names (a
 * container's service name), `.local`, `.internal` … Decides only which TLS mode is the default, never what may be reached.
 */
export function isPrivateHost(host: string): boolean {
  const family = isIP(host);
  if (family !== 0) return privateRanges.check(host, family === 4 ? 'ipv4' : 'ipv6');
  const name = host.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || privateSuffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const numberLike = /^(?:\d+|0x[0-9a-f]*)$/i;

/**
 * A DNS name, an IPv4 or an IPv6 address in its usual form. Refused: socket paths, several hosts, option-like names, zone ids,
 * and numbers that resolvers read as addresses (`2130706433`, `0x7f.1`).
 */
export function isValidHost(host: string): boolean {
  if (host.length === 0 || host.length > 253) return false;
  if (host.includes(':')) return isIP(host) === 6 && !host.includes('%');
  const labels = host.replace(/\.$/, '').split('.');
  if (!labels.every((part) => label.test(part))) return false;
  return numberLike.test(labels.at(-1) ?? '') ? isIP(host) === 4 : true;
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
