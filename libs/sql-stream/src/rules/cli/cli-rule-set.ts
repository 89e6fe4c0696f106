import { partBytes, type SqlPart } from '../../part';
import type { RuleContext } from '../rule';
import { cliLineRules, type LineTransform } from './cli-line-rules';

/** The CLI's line rules in the shape of a rule set: what comes out is bytes (`rest` parts), no longer statements. */
export class CliRuleSet {
  private readonly lines: LineTransform;

  constructor(context: RuleContext) {
    this.lines = cliLineRules(context.section);
  }

  apply(part: SqlPart): SqlPart[] {
    return rest(Buffer.concat(partBytes(part).map((bytes) => this.lines.push(bytes))));
  }

  end(): SqlPart[] {
    return rest(this.lines.end());
  }
}

function rest(text: Buffer): SqlPart[] {
  return text.length === 0 ? [] : [{ type: 'rest', text }];
}
