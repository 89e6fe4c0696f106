/** Host name, IPv4, or IPv6 with or without brackets; the guard judges it. */
export const hostPattern = String.raw`[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?`;

/** Plain addresses only: no names, no quotes, nothing that could become a header or a second command. */
const plain =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

const most = 50;

/** The addresses of a list with commas or semicolons, each once; `problems` read behind the label of the field. */
export function addressList(text: string, limit = most): { addresses: string[]; problems: string[] } {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const addresses = [...new Set(parts)];
  if (addresses.length === 0) return { addresses, problems: ['holds no address'] };
  if (addresses.length > limit)
    return { addresses, problems: [`holds more than ${limit} ${limit === 1 ? 'address' : 'addresses'}`] };
  const wrong = addresses.filter((address) => address.length > 254 || !plain.test(address));
  return { addresses, problems: wrong.length === 0 ? [] : ['must be addresses like name@example.com'] };
}
