import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { judgeAddress } from './judge-address';

/** What must never be public, written down independently of the library that judges (IANA's special-purpose registries). */
const specialFour: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const ownNetworks: [string, number][] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
/** Inside a private range, and denied all the same. */
const neverFour = ['100.100.100.200', '169.254.169.254', '168.63.129.16', '192.0.0.192', '255.255.255.255', '0.0.0.0'];
const neverSix = [
  'fd00:ec2::254',
  'fd20:ce::254',
  'fd00:42::42',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  '::',
  '4000::1',
];

const strict = { allowPrivateNetworks: false };
const open = { allowPrivateNetworks: true };

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (n: number): string => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');
const within = ([address, bits]: [string, number]): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 2 ** (32 - bits) - 1 }).map((offset) => dotted(numberOf(address) + offset));

const special = new BlockList();
for (const [address, bits] of specialFour) special.addSubnet(address, bits);
const publicFour = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .map(dotted)
  .filter((address) => !special.check(address));
const ownFour = fc.oneof(...ownNetworks.map(within)).filter((address) => !neverFour.includes(address));
const deniedFour = fc.oneof(
  fc.constantFrom(...neverFour),
  ...specialFour.filter(([range]) => !ownNetworks.some(([own]) => own === range)).map(within),
);

/** 1 to 4 parts, each decimal, octal or hexadecimal, with zeros in front: what inet_aton reads. */
const looseFour = (address: string): fc.Arbitrary<string> =>
  fc
    .record({
      parts: fc.integer({ min: 1, max: 4 }),
      bases: fc.array(fc.constantFrom(8, 10, 16), { minLength: 4, maxLength: 4 }),
      zeros: fc.integer({ min: 0, max: 3 }),
      capital: fc.boolean(),
    })
    .map(({ parts, bases, zeros, capital }) => {
      const bytes = address.split('.').map(Number);
      const numbers = [...bytes.slice(0, parts - 1), bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0)];
      const text = numbers
        .map((n, i) => {
          if (bases[i] === 8) return `0${'0'.repeat(zeros)}${n.toString(8)}`;
          return bases[i] === 16 ? `0x${'0'.repeat(zeros)}${n.toString(16)}` : String(n);
        })
        .join('.');
      return capital ? text.toUpperCase() : text;
    });

const groups = (address: string): [string, string] => {
  const n = numberOf(address);
  return [Math.floor(n / 65_536).toString(16), (n % 65_536).toString(16)];
};
/** Every IPv6 form that leads to an IPv4 address. */
const inSix = (address: string): fc.Arbitrary<string> => {
  const [high, low] = groups(address);
  const [flippedHigh, flippedLow] = groups(dotted(2 ** 32 - 1 - numberOf(address)));
  return fc.constantFrom(
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::ffff:0:${high}:${low}`,
    `64:ff9b::${address}`,
    `0064:ff9b:0000::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `2002:${high}:${low}:1:2:3:4:5`,
    `2001:0:${high}:${low}::a2eb:f1f1`, // Teredo: as the server, before 93.20.14.14
    `2001:0:5db8:d70e:0:1:${flippedHigh}:${flippedLow}`, // Teredo: as the client
  );
};
/** Capital letters, all eight groups, brackets. */
const looseSix = (address: string): fc.Arbitrary<string> =>
  fc.record({ capital: fc.boolean(), brackets: fc.boolean() }).map(({ capital, brackets }) => {
    const text = capital ? address.toUpperCase() : address;
    return brackets ? `[${text}]` : text;
  });
/** The same address in one of its many spellings. */
const spelled = (address: string): fc.Arbitrary<string> => {
  if (isIP(address) === 6) return looseSix(address);
  const four = looseFour(address).chain((text) => fc.constantFrom(text, `${text}.`));
  const inner = inSix(address).chain(looseSix);
  return fc.oneof(four, inner);
};
const compatible = (address: string): string => `::${groups(address).join(':')}`;

describe('the judgement of an address', () => {
  it('P-OUTGOING-1 refuses each spelling of a denied address, whatever is allowed', () => {
    const denied = fc.oneof(deniedFour, fc.constantFrom(...neverSix)).chain(spelled);
    fc.assert(
      fc.property(denied, (host) => {
        for (const policy of [strict, open])
          expect(judgeAddress(host, policy)).toMatchObject({ verdict: 'blocked', helps: false });
      }),
      { numRuns: 3_000 },
    );
  });

  it('P-OUTGOING-1 refuses each spelling of an own network unless it is allowed', () => {
    const ownSix = fc.constantFrom('::1', 'fc00::1', 'fd12:3456:789a::1', 'fdff:ffff::1');
    fc.assert(
      fc.property(fc.oneof(ownFour, ownSix).chain(spelled), (host) => {
        expect(judgeAddress(host, strict)).toMatchObject({ verdict: 'blocked', helps: true });
        expect(judgeAddress(host, open)).toMatchObject({ verdict: 'allowed' });
      }),
      { numRuns: 3_000 },
    );
  });

  it('P-OUTGOING-1 refuses IPv4-compatible forms of denied addresses', () => {
    fc.assert(
      fc.property(deniedFour, (address) => {
        expect(judgeAddress(compatible(address), strict).verdict).toBe('blocked');
      }),
    );
  });

  it('P-OUTGOING-1 refuses no public IPv4 address, and hands it on in its usual form', () => {
    const spelling = publicFour.chain((address) => looseFour(address).map((host) => ({ address, host })));
    fc.assert(
      fc.property(spelling, ({ address, host }) => {
        const allowed = { verdict: 'allowed', address, family: 4, kind: 'public' };
        for (const text of [host, `${host}.`, `::ffff:${address}`]) expect(judgeAddress(text, strict)).toEqual(allowed);
      }),
      { numRuns: 3_000 },
    );
  });

  it('P-OUTGOING-1 refuses no public IPv6 address', () => {
    // 2000::/3 without what IANA lists as special inside it.
    const group = fc.integer({ min: 0, max: 0xffff });
    const publicSix = fc
      .tuple(fc.integer({ min: 0x2000, max: 0x3ffe }), ...Array<typeof group>(7).fill(group))
      .filter(([first, second]) => {
        if (first === 0x2001) return second! >= 0x200 && second !== 0xdb8;
        return first !== 0x2002 && !(first === 0x2620 && second === 0x4f);
      })
      .map((parts) => parts.map((part) => part.toString(16)).join(':'));
    fc.assert(
      fc.property(publicSix, (address) => {
        expect(judgeAddress(address, strict)).toMatchObject({ verdict: 'allowed', family: 6, kind: 'public' });
      }),
      { numRuns: 3_000 },
    );
  });

  it('P-OUTGOING-1 lets through what NAT64 makes of a public address, which networks without IPv4 need', () => {
    fc.assert(
      fc.property(publicFour, (address) => {
        expect(judgeAddress(`64:ff9b::${address}`, strict)).toMatchObject({ verdict: 'allowed', family: 6 });
      }),
    );
    expect(judgeAddress('64:ff9b:1::1', open)).toMatchObject({ verdict: 'blocked' });
  });

  it('P-OUTGOING-1 reads numbers as the operating system does', async () => {
    const anyFour = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(dotted);
    await fc.assert(
      fc.asyncProperty(anyFour.chain(looseFour), async (host) => {
        // Only digits: the system's resolver answers by itself, without asking anybody.
        const { address } = await lookup(host);
        const judged = judgeAddress(host, open);
        if (judged.verdict === 'allowed') expect(judged.address).toBe(address);
        else expect(judgeAddress(address, open)).toEqual(judged);
      }),
    );
  });

  it('never throws, and calls a name only what a resolver has to be asked for', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9a-fx:.[\]%]{1,40}$/)),
        (host) => {
          const judged = judgeAddress(host, strict);
          if (judged.verdict === 'name') expect(host).toMatch(/^[\w.-]+$/);
          if (judged.verdict === 'allowed') expect(isIP(judged.address)).toBe(judged.family);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it.each(['1.2.3', '1.2.3.4.', '0x01020304', '1.131844'])('%s is 1.2.… and nothing else', (host) => {
    expect(judgeAddress(host, strict)).toMatchObject({
      verdict: 'allowed',
      address: expect.stringMatching(/^1\.2\./) as string,
    });
  });
});
