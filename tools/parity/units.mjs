// A dump cut into statements, each with what the CLI and what our own rules make of it. This is how the two are compared: a diff of two texts would
// have to guess which statement became which.

/**
 * @typedef {object} Unit
 * @property {'statement' | 'rows' | 'between' | 'frame'} kind `between` is what stands between statements; `frame` what the CLI writes around a dump
 * @property {Buffer} raw as pg_dump wrote it, without the newline behind a statement
 * @property {Buffer} cli what the CLI has of it
 * @property {Buffer} safe what rule set `safe` has of it
 */

const newline = Buffer.from('\n');
const nothing = Buffer.alloc(0);

/**
 * @param {any} sql libs/sql-stream
 * @param {'schema' | 'history' | 'data'} section
 * @param {readonly string[]} excludedSchemas
 * @param {Buffer} raw
 * @returns {Unit[]} all of the dump, in order: the `cli` of all units is the CLI's file
 */
export function unitsOf(sql, section, excludedSchemas, raw) {
  const cli = sql.cliLineRules(section);
  const safe = sql.RuleSet.named('safe', { section, excludedSchemas, onWarning: () => undefined });
  /** @type {Unit[]} */
  const units = [{ kind: 'frame', raw: nothing, cli: cli.push(nothing), safe: nothing }];
  let endsInside = false; // the last unit's newline is still to come
  for (const part of sql.splitStatements(raw)) {
    let lead = part.type === 'rest' ? part.text : (part.lead ?? nothing);
    if (endsInside) {
      if (lead[0] !== 10) throw new Error(`Two statements in one line: ${part.text?.toString().slice(0, 200)}`);
      lead = lead.subarray(1);
    }
    if (lead.length > 0) units.push({ kind: 'between', raw: lead, cli: cli.push(lead), safe: nothing });
    const after = Buffer.concat(safe.apply(part).map((/** @type {any} */ kept) => bytesOf(kept)));
    endsInside = part.type === 'statement';
    if (part.type === 'rest') continue;
    const bytes = part.type === 'copy-data' ? part.bytes : part.text;
    if (part.type === 'meta') units.push({ kind: 'between', raw: bytes, cli: cli.push(bytes), safe: after });
    else if (endsInside)
      units.push({
        kind: 'statement',
        raw: bytes,
        cli: withoutNewline(cli.push(Buffer.concat([bytes, newline]))),
        safe: after,
      });
    else units.push({ kind: 'rows', raw: bytes, cli: cli.push(bytes), safe: after });
  }
  units.push({ kind: 'frame', raw: nothing, cli: cli.end(), safe: nothing });
  return units;
}

/** The CLI's file again, to be sure that the units are what it wrote. @param {readonly Unit[]} units */
export function cliFileOf(units) {
  return Buffer.concat(
    units.flatMap(({ kind, cli }) => (kind === 'statement' && cli.length > 0 ? [cli, newline] : [cli])),
  );
}

/** @param {any} part */
function bytesOf(part) {
  return part.type === 'copy-data' ? part.bytes : part.text;
}

/** @param {Buffer} bytes */
function withoutNewline(bytes) {
  return bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes;
}
