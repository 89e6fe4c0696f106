import type { SqlPart } from '../part';
import { CliRuleSet } from './cli/cli-rule-set';
import type { RuleContext } from './rule';
import { SafeRuleSet } from './safe/safe-rule-set';

/** `safe`: ours. `supabase-cli`: the CLI's line rules with their defects, for comparison. */
export type RuleSetName = 'safe' | 'supabase-cli';

/**
 * Changes a dump's parts on their way into the archive: keeps, drops or rewrites whole statements. COPY rows pass
 * untouched. One rule set per dump: it remembers who acts (SET SESSION AUTHORIZATION).
 */
export class RuleSet {
  private constructor(private readonly rules: { apply(part: SqlPart): SqlPart[]; end(): SqlPart[] }) {}

  static named(name: RuleSetName, context: RuleContext): RuleSet {
    switch (name) {
      case 'safe':
        return new RuleSet(new SafeRuleSet(context));
      case 'supabase-cli':
        return new RuleSet(new CliRuleSet(context));
    }
  }

  /** What becomes of a part: none, itself, or another one. */
  apply(part: SqlPart): SqlPart[] {
    return this.rules.apply(part);
  }

  /** What is left when all parts were given. */
  end(): SqlPart[] {
    return this.rules.end();
  }
}
