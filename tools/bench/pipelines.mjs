// What is measured. Each pipeline is one bash command line; $OUT is an empty folder of its own, $CLI the built command line.
const ours = (/** @type {string} */ flags) => `node "$CLI" backup --out "$OUT" ${flags}`;

/** @typedef {{ name: string, title: string, command: string, usual: boolean, ours: boolean, needs?: 'PG17' }} Pipeline `needs` names an environment variable: without it the pipeline is left out */

/** @type {Pipeline[]} */
export const pipelines = [
  {
    name: 'floor',
    title: '`pg_dump > /dev/null`, the floor',
    command: 'pg_dump > /dev/null',
    usual: true,
    ours: false,
  },
  {
    name: 'zstd',
    title: '`pg_dump \\| zstd -3 -T1` to a file, the C reference',
    command: 'pg_dump | zstd -q -3 -T1 -o "$OUT/dump.sql.zst"',
    usual: true,
    ours: false,
  },
  { name: 'ours-zstd1', title: 'Stowbase, zstd 1', command: ours('--compression zstd:1'), usual: true, ours: true },
  { name: 'ours-zstd3', title: 'Stowbase, zstd 3', command: ours('--compression zstd:3'), usual: true, ours: true },
  { name: 'ours-gzip6', title: 'Stowbase, gzip 6', command: ours('--compression gzip:6'), usual: true, ours: true },
  {
    name: 'ours-zstd3-age',
    title: 'Stowbase, zstd 3, age',
    command: ours('--compression zstd:3 --recipient "$RECIPIENT"'),
    usual: true,
    ours: true,
  },
  {
    name: 'fc',
    title: '`pg_dump -Fc -Z5` in parts of 16 MiB',
    command: 'pg_dump -Fc -Z5 | split -b 16M - "$OUT/part-"',
    usual: false,
    ours: false,
  },
  {
    name: 'fc-zstd5',
    title: '`pg_dump -Fc --compress=zstd:5` (client 17) in parts of 16 MiB',
    command: '"$PG17/pg_dump" -Fc --compress=zstd:5 | split -b 16M - "$OUT/part-"',
    usual: false,
    ours: false,
    needs: 'PG17',
  },
  {
    name: 'deflate',
    title: '`pg_dump`, deflate 5, in parts of 5 MiB',
    command: 'pg_dump | gzip -5 | split -b 5M - "$OUT/part-"',
    usual: false,
    ours: false,
  },
  {
    name: 'fc-gzip',
    title: '`pg_dump -Fc \\| gzip` to a file',
    command: 'pg_dump -Fc | gzip > "$OUT/dump.bin.gz"',
    usual: false,
    ours: false,
  },
  {
    name: 'three-dumps',
    title: 'three dumps through sed, then `tar czf` (the Supabase CLI recipe)',
    command:
      'mkdir "$TMPDIR/three" && pg_dumpall --roles-only | sed -E "s/^CREATE ROLE /-- &/" > "$TMPDIR/three/roles.sql" && ' +
      'pg_dump --schema-only | sed -E "s/^ALTER DEFAULT PRIVILEGES /-- &/" > "$TMPDIR/three/schema.sql" && ' +
      'pg_dump --data-only | sed -E "s/^SET transaction_timeout/-- &/" > "$TMPDIR/three/data.sql" && ' +
      'tar czf "$OUT/backup.tar.gz" -C "$TMPDIR" three && rm -r "$TMPDIR/three"',
    usual: false,
    ours: false,
  },
  {
    name: 'fd-j2',
    title: '`pg_dump -Fd -j2` to a folder, two jobs',
    command: 'pg_dump -Fd -j2 -f "$OUT/folder"',
    usual: false,
    ours: false,
  },
  {
    name: 'fd-j2-zstd',
    title: '`pg_dump -Fd -j2 --compress=zstd` (client 17) to a folder, two jobs',
    command: '"$PG17/pg_dump" -Fd -j2 --compress=zstd -f "$OUT/folder"',
    usual: false,
    ours: false,
    needs: 'PG17',
  },
];

/** @param {string | undefined} list names by comma, 'all', or nothing for the usual ones */
export function choosePipelines(list) {
  if (list === undefined) return pipelines.filter((p) => p.usual);
  if (list === 'all') return pipelines;
  return list.split(',').map((name) => {
    const found = pipelines.find((p) => p.name === name.trim());
    if (found === undefined)
      throw new Error(`No pipeline '${name}'. There are: ${pipelines.map((p) => p.name).join(', ')}, all.`);
    return found;
  });
}
