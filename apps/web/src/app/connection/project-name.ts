/** What a project may be called until its owner says something better: its reference, its database, or the name of its server. */
export function proposedName(ref: string, database: string, host: string): string {
  if (ref !== '') return ref;
  if (database !== '' && database !== 'postgres') return database;
  const isName = /[a-z]/i.test(host) && !host.includes(':');
  const [first = ''] = isName ? host.split('.') : [];
  return first === '' || first === 'localhost' ? database || 'postgres' : first;
}
