import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';

/** A backup once made a cluster's only superuser an ordinary role. */
export async function compareSuperuser({ catalogue, facts }: ComparisonInput): Promise<Comparison[]> {
  if (!facts.superuser) return [];
  const findings = new Findings('superuser');
  findings.looked();
  const rows = await catalogue.query(
    'SELECT rolsuper::pg_catalog.text AS super, rolcanlogin::pg_catalog.text AS login FROM pg_catalog.pg_roles WHERE rolname = $1',
    [facts.user],
  );
  if (rows[0]?.['super'] !== 'true') findings.differs(`${facts.user} is no superuser any more`);
  else if (rows[0]['login'] !== 'true') findings.differs(`${facts.user} may not log in any more`);
  return findings.comparisons();
}
