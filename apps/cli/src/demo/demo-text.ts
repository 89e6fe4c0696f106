import { limitLines } from '../contents-text';
import { columns, count, plain, size } from '../words';
import type { DemoFacts } from './demonstrate';
import { isRefused } from './damaged-copy';
import { allProofs, problemsOf, WAYS } from './problems';
import type { RestoreProof } from './proof';
import type { StepName } from './steps';

/** What a person reads at the end: what was proven, step by step with its time, and what no backup can carry. */
export function demoText(facts: DemoFacts): string {
  const problems = problemsOf(facts);
  return [
    problems.length === 0
      ? `Proven: the sample project came back complete, twice, from one file${facts.service === null ? '' : ', and once more from a backup of the service'}.`
      : 'NOT proven: the sample project did not come back as it was.',
    ...problems.map((problem) => `  ${plain(problem)}`),
    '',
    ...columns(stepRows(facts)),
    '',
    comparedLine(facts),
    ...columns(allProofs(facts).map((proof) => [`restored ${WAYS[proof.way]}`, comparisonOf(proof)])),
    ...allProofs(facts).flatMap(differencesOf),
    ...limitsNamed(facts),
    '',
    ...whereItWas(facts),
    ...whereItIs(facts),
  ].join('\n');
}

function stepRows(facts: DemoFacts): string[][] {
  const { backup, verified, damage, report, commands, serverVersion, steps, proofs, service } = facts;
  const { summary, contents } = backup.result;
  const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
  const told: Record<StepName, [string, string]> = {
    source: [
      'Sample project',
      `PostgreSQL ${serverVersion} shaped like Supabase: ${count(contents.tables.length, 'table')}, ${count(rows, 'row')}`,
    ],
    backup: ['Backup', `one snapshot, one file: ${size(summary.storedBytes)} from ${size(summary.rawBytes)} of SQL`],
    verify: [
      'Verify',
      verified.ok ? `${count(verified.members, 'member')}, every hash right, every one decoded` : 'DAMAGED',
    ],
    targets: ['New projects', 'two, with nothing in them'],
    damage: [
      'One byte flipped',
      isRefused(damage) ? `refused, the target untouched: ${damage.member} is damaged` : 'NOT REFUSED',
    ],
    restore: [
      'Restore by Stowbase',
      `${count(report.statements, 'statement')}${report.inOneTransaction ? ' in one transaction' : ''}`,
    ],
    by_hand: [
      'Restore by hand',
      `the ${count(commands.length, 'command')} of its README.txt: tar, sha256sum, zstd, psql`,
    ],
    compare: ['Compare', proofs.every(isProven) ? 'equal' : 'DIFFERENT'],
    service: ['Service', 'account, project, destination and backup over its REST API: Complete'],
    service_back: [
      'Restore from it',
      service !== null && isProven(service.proof) && service.damaged.length === 0
        ? 'verified, restored by Stowbase, equal'
        : 'DIFFERENT',
    ],
  };
  return steps.map(({ name, seconds }) => {
    const [what, result] = told[name];
    return [what, `${seconds.toFixed(seconds < 0.1 ? 2 : 1)} s`.padStart(6), plain(result)];
  });
}

function comparedLine({ proofs, ownFacts }: DemoFacts): string {
  const all = count(proofs[0]?.facts ?? 0, 'fact');
  const own = ownFacts.toLocaleString('en-US');
  return `Compared with the sample project: ${all} (objects, rows, policies, rights and more), ${own} of them its own, the rest what every new project has.`;
}

const isProven = ({ missing, added }: RestoreProof): boolean => missing.length + added.length === 0;

function comparisonOf(proof: RestoreProof): string {
  const differing = proof.facts - proof.equal;
  const equal = `${proof.equal.toLocaleString('en-US')} equal`;
  if (!isProven(proof)) return `${equal}, ${count(differing, 'fact')} lost or changed`;
  return differing === 0 ? equal : `${equal}; the other ${differing} are limits, see below`;
}

const MOST_LINES = 10;
const LONGEST_LINE = 160;

/** The first facts of which no limit says that they may differ: `-` is lost, `+` is there and shouldn't be. */
function differencesOf({ way, missing, added }: RestoreProof): string[] {
  const lines = [...missing.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)];
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_LINES).map((line) => `    ${plain(line).slice(0, LONGEST_LINE)}`);
  const more = lines.length > MOST_LINES ? [`    … and ${lines.length - MOST_LINES} more ("--json" lists them)`] : [];
  return ['', `Different when restored ${WAYS[way]}:`, ...shown, ...more];
}

/** The archive names its own limits; two of them are the facts that differ. */
function limitsNamed({ backup }: DemoFacts): string[] {
  const lines = limitLines(backup.result.contents);
  if (lines.length === 0) return [];
  return [
    '',
    'Limits, as the archive itself names them: no backup of a database holds these, set them again after a restore.',
    ...lines,
  ];
}

function whereItWas({ kept, seconds, staying }: DemoFacts): string[] {
  return [
    staying
      ? `Took ${seconds.toFixed(1)} s.`
      : `Took ${seconds.toFixed(1)} s. The servers are stopped and their data is removed.`,
    kept === null
      ? `The files are removed ${staying ? 'at the end' : 'too'}; "--keep DIR" keeps them (the archive, what was unpacked by hand, all facts).`
      : `The files are in ${plain(kept)}: the archive, what was unpacked by hand (restore/), all facts (*.facts.txt).`,
    'A project of yours: "stowbase doctor" checks the connection, "stowbase backup --out DIR" saves it.',
  ];
}

/** Somebody may look around. */
function whereItIs({ service, staying }: DemoFacts): string[] {
  if (service === null || !staying) return [];
  return [
    '',
    `The service is up: ${service.origin}`,
    `Sign in as ${service.login.email} with the password ${service.login.password}`,
    'Ctrl-C ends it and removes everything.',
  ];
}
