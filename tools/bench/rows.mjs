// The rows of the bench database, as COPY text: the same bytes for the same block on every machine.
// A block is about 32 MiB of plain dump, in the mix that docs/performance.md describes.

export const blockBytes = 32 * 1024 * 1024;
export const smallTables = 200;

const dimensions = 1536;

/** Share of a block, DDL, and a writer of one row. @type {{ name: string, share: number, columns: string, row: (r: Random, id: number) => string }[]} */
export const tables = [
  {
    name: 'articles',
    share: 0.3,
    columns: 'id bigint PRIMARY KEY, author integer, title text, body text, tags text[], created_at timestamptz',
    row: (r, id) =>
      `${id}\t${r.below(5000)}\t${text(r, 6)}\t${text(r, 90 + r.below(160))}\t{${word(r)},${word(r)}}\t${time(r)}\n`,
  },
  {
    name: 'readings',
    share: 0.25,
    columns: 'id bigint PRIMARY KEY, sensor integer, kind smallint, value integer, quality integer, at timestamptz',
    row: (r, id) => `${id}\t${r.below(900)}\t${r.below(12)}\t${r.below(40_000)}\t${r.below(100)}\t${time(r)}\n`,
  },
  {
    name: 'events',
    share: 0.2,
    columns: 'id bigint PRIMARY KEY, happened_at timestamptz, payload jsonb',
    row: (r, id) =>
      `${id}\t${time(r)}\t{"kind": "${word(r)}", "user": {"id": ${r.below(90_000)}, "name": "${word(r)} ${word(r)}"}, "path": "/${word(r)}/${word(r)}/${r.below(10_000)}", "ms": ${r.below(900)}, "note": "${text(r, 14)}"}\n`,
  },
  {
    name: 'files',
    share: 0.1,
    columns: 'id bigint PRIMARY KEY, name text, content bytea',
    row: (r, id) => `${id}\t${word(r)}-${id}.bin\t\\\\x${hex(r, 1024)}\n`,
  },
  {
    name: 'embeddings',
    share: 0.15,
    columns: 'id bigint PRIMARY KEY, document bigint, embedding real[]',
    row: (r, id) => `${id}\t${r.below(1_000_000)}\t${vector(r)}\n`,
  },
];

/**
 * COPY text of one table in one block, in pieces of about 64 KiB.
 * @param {(typeof tables)[number]} table
 * @param {number} block
 */
export function* rowsOf(table, block) {
  const random = new Random(hash(`${table.name} ${block}`));
  const target = blockBytes * table.share;
  let [written, pending, id] = [0, '', block * 1_000_000];
  while (written + pending.length < target) {
    pending += table.row(random, id++);
    if (pending.length < 65_536) continue;
    written += pending.length;
    yield pending;
    pending = '';
  }
  yield pending;
}

/** @param {number} n */
export function smallTableSql(n) {
  const name = `small_${String(n).padStart(3, '0')}`;
  return `CREATE TABLE ${name} (id integer PRIMARY KEY, name text, amount numeric(12,2));
INSERT INTO ${name} SELECT i, 'row ' || md5((i + ${n})::text), i * 1.25 FROM generate_series(1, 100) i;\n`;
}

/** xorshift32: fast, and the same everywhere. */
class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed | 1;
  }

  /** @param {number} n a whole number below n */
  below(n) {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return (x >>> 0) % n;
  }
}

const syllables =
  'ka lo mi ne ru sta ben dor fil gan hel jo ker lan mor pel qui ras ton ver wil xan yor zed al em or un'.split(' ');
const words = Array.from({ length: 4000 }, (_, i) => {
  const r = new Random(hash(`word ${i}`));
  return Array.from({ length: 1 + r.below(3) }, () => syllables[r.below(syllables.length)]).join('');
});

/** Common words come often, rare ones seldom, as in language. @param {Random} r */
function word(r) {
  const u = r.below(4096) / 4096;
  return words[Math.floor(u * u * u * words.length)] ?? '';
}

/** @param {Random} r @param {number} n */
function text(r, n) {
  let out = word(r);
  for (let i = 1; i < n; i++) out += ` ${word(r)}`;
  return out;
}

/** @param {Random} r */
function time(r) {
  const two = (/** @type {number} */ n) => (n < 10 ? `0${n}` : `${n}`);
  return `2026-${two(1 + r.below(12))}-${two(1 + r.below(28))} ${two(r.below(24))}:${two(r.below(60))}:${two(r.below(60))}+00`;
}

/** @param {Random} r @param {number} numbers */
function hex(r, numbers) {
  let out = '';
  for (let i = 0; i < numbers; i++) out += (0x1000_0000 + r.below(0xefff_ffff)).toString(16);
  return out;
}

/** @param {Random} r */
function vector(r) {
  let out = '{';
  for (let i = 0; i < dimensions; i++)
    out += `${i === 0 ? '' : ','}${r.below(2) === 0 ? '-' : ''}0.0${10_000 + r.below(90_000)}`;
  return `${out}}`;
}

/** FNV-1a @param {string} s */
function hash(s) {
  let h = 0x811c9dc5;
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  return h;
}
