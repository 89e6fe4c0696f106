import { limitsToTell } from '@stowbase/dump';
import type { DemoFacts } from './demonstrate';
import { isRefused } from './damaged-copy';
import { allProofs, problemsOf } from './problems';

const MOST_LINES = 100;

/** The JSON document of `stowbase demo --json` (docs/cli.md). */
export function demoDocument(facts: DemoFacts): object {
  const { backup, verified, damage, report, service, steps } = facts;
  const { summary, contents } = backup.result;
  return {
    problems: problemsOf(facts),
    serverVersion: facts.serverVersion,
    archive: {
      sizeBytes: summary.storedBytes,
      rawBytes: summary.rawBytes,
      members: summary.members,
      sha256: summary.fileSha256,
      tables: contents.tables.length,
      rows: contents.tables.reduce((sum, { rows }) => sum + rows, 0),
    },
    verified: {
      level: verified.level,
      members: verified.members,
      damaged: verified.damaged.map(({ member }) => member),
    },
    flippedByte: {
      offset: damage.offset,
      member: damage.member,
      table: damage.named[0]?.table ?? null,
      refused: isRefused(damage),
      targetUntouched: damage.untouched,
      code: damage.refusedWith,
    },
    ownFacts: facts.ownFacts,
    restores: allProofs(facts).map(({ way, facts: all, equal, limits, missing, added }) => ({
      way,
      facts: all,
      equal,
      limits,
      missing: missing.slice(0, MOST_LINES),
      added: added.slice(0, MOST_LINES),
    })),
    inOneTransaction: report.inOneTransaction,
    commands: facts.commands,
    limits: limitsToTell(contents),
    service: service === null ? null : { address: service.origin, backupId: service.backupId, sha256: service.sha256 },
    steps: steps.map(({ name, seconds }) => ({ name, seconds: hundredths(seconds) })),
    kept: facts.kept,
    seconds: hundredths(facts.seconds),
  };
}

const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;
