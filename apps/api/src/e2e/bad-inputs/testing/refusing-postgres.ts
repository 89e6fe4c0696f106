import { listening, type Listener } from '../../../outgoing/testing/network';

/** By the name of the database that is asked for: SQLSTATE and words, as PostgreSQL and Supabase's pooler say them. */
const refusals: Readonly<Record<string, readonly [code: string, message: string]>> = {
  wrong_password: ['28P01', 'password authentication failed for user "postgres"'],
  wrong_database: ['3D000', 'database "wrong_database" does not exist'],
  paused: ['XX000', 'The project is paused'],
  banned: ['XX000', 'too many authentication failures, network ban in place'],
  restricted: ['XX000', 'Address not in tenant allow_list: {1, 2, 3, 4}'],
  no_tenant: ['XX000', 'Tenant or user not found'],
};

/**
 * A server that refuses every login, and for each reason. Asked for a password first, it repeats it in what it says, as no server
 * should and some do.
 */
export function refusingPostgres(): Promise<Listener> {
  return listening((socket) => {
    let database = '';
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (database === '') {
        database = /database\0([^\0]+)/.exec(text)?.[1] ?? 'none';
        // Cleartext password, please.
        socket.write(Buffer.from([...Buffer.from('R'), 0, 0, 0, 8, 0, 0, 0, 3]));
        return;
      }
      // p, a length of four bytes, the password.
      const password = bytes.subarray(5, -1).toString();
      const [code, message] = refusals[database] ?? ['28000', 'no pg_hba.conf entry'];
      const detail = `given ${password} ${encodeURIComponent(password)} ${Buffer.from(password).toString('base64')}`;
      const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0D${detail}\0\0`);
      const head = Buffer.from('E\0\0\0\0');
      head.writeInt32BE(fields.length + 4, 1);
      socket.end(Buffer.concat([head, fields]));
    });
  });
}
