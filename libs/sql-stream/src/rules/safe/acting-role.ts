import type { StatementInfo } from '../../statement/statement-info';
import { dollarQuote, quoteIdent, quoteLiteral } from '../../writing/quote';

const SETTING = 'session_authorization';

/**
 * pg_dump writes a privilege that someone other than the owner gave between SET and RESET SESSION AUTHORIZATION, which
 * only a superuser may run. Instead each such statement tries SET ROLE first, and warns where that is not allowed.
 */
export class ActingRole {
  private role: string | null = null;

  /** Takes the statement away if it only says who acts. */
  consumes(info: StatementInfo): boolean {
    if (info.setting?.name !== SETTING) return false;
    this.role = info.verb === 'SET' ? info.role : null;
    return true;
  }

  /** The statement as the acting role would run it: three statements in one part, so that no cut comes between them. */
  wrap(text: Buffer): Buffer {
    return this.role === null
      ? text
      : Buffer.concat([Buffer.from(become(this.role)), text, Buffer.from('\nRESET ROLE;')]);
  }
}

function become(role: string): string {
  const body = `BEGIN
  EXECUTE ${quoteLiteral(`SET ROLE ${quoteIdent(role)}`)};
EXCEPTION WHEN insufficient_privilege OR invalid_parameter_value OR undefined_object THEN
  RAISE WARNING 'Not allowed to act as role %: the next privilege is given by the current role.', ${quoteLiteral(role)};
END`;
  return `DO ${dollarQuote(body)};\n`;
}
