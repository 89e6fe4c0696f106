import ipaddr from 'ipaddr.js';

/** What an address is for. `special`: reserved, documentation, benchmarking and the like, and whatever is not given out yet. */
export type AddressKind =
  'public' | 'private' | 'loopback' | 'link-local' | 'metadata' | 'multicast' | 'broadcast' | 'unspecified' | 'special';

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Services of cloud providers that hand out credentials to whoever can reach them; link-local ones are denied as such.
 * 100.100.100.200 Alibaba, 168.63.129.16 Azure, 192.0.0.192 Oracle; fd00:ec2::/32 AWS, fd20:ce::254 Google, fd00:42::42 Scaleway.
 */
const metadata = [
  '169.254.169.254/32',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  'fd00:42::42/128',
].map((range) => ipaddr.parseCIDR(range));

/** RFC 4291: all that is given out for use on the internet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** RFC 6052. The local prefix of RFC 8215 is not unwrapped: where in it the IPv4 address stands is each network's choice. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** RFC 4291 2.5.5.1: "IPv4-compatible". */
const ipv4Compatible = ipaddr.IPv6.parseCIDR('::/96');

/** An IPv6 address that stands for IPv4 ones is as good as the worst of them. */
export function kindOf(address: IpAddress): AddressKind {
  if (isMetadata(address)) return 'metadata';
  if (address instanceof ipaddr.IPv4) return kindOfIPv4(address);
  const inner = ipv4Inside(address).map(kindOf);
  return inner.length === 0 ? kindOfIPv6(address) : worst(inner);
}

const isMetadata = (address: IpAddress): boolean =>
  metadata.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));

function kindOfIPv4(address: ipaddr.IPv4): AddressKind {
  const range = address.range();
  switch (range) {
    case 'unicast':
      return 'public';
    case 'private':
    case 'carrierGradeNat':
      return 'private';
    case 'linkLocal':
      return 'link-local';
    case 'loopback':
    case 'multicast':
    case 'broadcast':
    case 'unspecified':
      return range;
    default:
      return 'special';
  }
}

function kindOfIPv6(address: ipaddr.IPv6): AddressKind {
  const range = address.range();
  switch (range) {
    case 'unicast':
      return address.match(globalUnicast) ? 'public' : 'special';
    case 'uniqueLocal':
      return 'private';
    case 'linkLocal':
      return 'link-local';
    case 'loopback':
    case 'multicast':
    case 'unspecified':
      return range;
    default:
      return 'special';
  }
}

/** The IPv4 addresses that packets to this one end at, or pass through. */
function ipv4Inside(address: ipaddr.IPv6): ipaddr.IPv4[] {
  const bytes = address.toByteArray();
  const at = (index: number): ipaddr.IPv4 => new ipaddr.IPv4(bytes.slice(index, index + 4));
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
      return [at(12)];
    case '6to4':
      return [at(2)];
    case 'teredo':
      // RFC 4380: the server, and the client with every bit flipped.
      return [at(4), new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff))];
    case 'rfc6052':
      return address.match(nat64) ? [at(12)] : [];
    case 'unicast':
      return address.match(ipv4Compatible) ? [at(12)] : [];
    default:
      return [];
  }
}

const isPrivate = (kind: AddressKind): boolean => kind === 'private' || kind === 'loopback';

const worst = (kinds: readonly AddressKind[]): AddressKind =>
  kinds.find((kind) => kind !== 'public' && !isPrivate(kind)) ?? kinds.find(isPrivate) ?? 'public';
