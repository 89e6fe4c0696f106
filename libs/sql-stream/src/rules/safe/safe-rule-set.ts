import type { SqlPart } from '../../part';
import { parseStatement } from '../../statement/parse-statement';
import type { Rule, RuleContext } from '../rule';
import { ActingRole } from './acting-role';
import { LeadShape } from './lead';
import { platformRules } from './platform-rules';
import { repeatableRules } from './repeatable-rules';

/** The rules in order; the first that applies to a statement decides. */
export const safeRules: readonly Rule[] = [...platformRules, ...repeatableRules];

/** First words of statements a rule could apply to; all others pass unparsed. */
const FIRST = /^(?:SET|RESET|CREATE|ALTER|COMMENT|SECURITY|GRANT|REVOKE)\b/i;

/** Our rules: whole statements, the object's own schema, never a literal, a body or a row. */
export class SafeRuleSet {
  private readonly actingRole = new ActingRole();
  private readonly shape = new LeadShape();

  constructor(private readonly context: RuleContext) {}

  apply(part: SqlPart): SqlPart[] {
    switch (part.type) {
      case 'meta':
        return [];
      case 'rest':
        return [{ type: 'rest', text: this.shape.last() }];
      case 'copy-begin':
        return [{ ...part, lead: this.shape.next(part.lead) }];
      case 'copy-data':
      case 'copy-end':
        return [part];
      case 'statement': {
        const text = this.change(part.text);
        return text === null ? [] : [{ type: 'statement', lead: this.shape.next(part.lead), text }];
      }
    }
  }

  end(): SqlPart[] {
    return [];
  }

  private change(text: Buffer): Buffer | null {
    if (!FIRST.test(text.toString('latin1', 0, 9))) return this.actingRole.wrap(text);
    const info = parseStatement(text);
    if (this.actingRole.consumes(info)) return null;
    const rule = safeRules.find((candidate) => candidate.applies(info, this.context));
    const changed = rule === undefined ? text : rule.change(text, info, this.context);
    return changed === null ? null : this.actingRole.wrap(changed);
  }
}
