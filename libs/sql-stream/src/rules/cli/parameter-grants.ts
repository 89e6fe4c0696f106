import { reservedRolePatterns } from '../lists';

const roles = reservedRolePatterns.map((pattern) => pattern.replaceAll('.', '[^\\n]')).join('|');
const grant = new RegExp(`^GRANT [A-Z ,]+ ON PARAMETER "[^\\n]*" TO "(?:${roles})"(?:[ ;]|$)`);

/**
 * CLI 3.1, first rule of its roles chain: comments a GRANT ON PARAMETER to a role of the platform, unless the line begins inside
 * a quoted literal or name. The only rule of the CLI that looks beyond its line.
 */
export class ParameterGrants {
  /** The quote that is open where the next line begins, '' for none. */
  private quote = '';

  /** Takes the lines in order, without their newlines. */
  apply(line: string): string {
    const outside = this.quote === '';
    this.follow(line);
    return outside && grant.test(line) ? `-- ${line}` : line;
  }

  private follow(line: string): void {
    for (let at = 0; at < line.length; at++) {
      const char = line[at] ?? '';
      if (this.quote !== '') {
        if (char === this.quote) this.quote = ''; // a doubled one opens again at once
      } else if (char === "'" || char === '"') {
        this.quote = char;
      } else if (char === '-' && line[at + 1] === '-') {
        return;
      }
    }
  }
}
