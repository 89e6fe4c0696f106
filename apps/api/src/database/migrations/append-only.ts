import type { QueryRunner } from 'typeorm';

/** From now on rows of this table can be added, and nothing else: the database itself refuses it, whoever asks. */
export async function makeAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  const refusal = `${table} is append-only`;
  const name = `${table}_append_only`;
  if (runner.connection.options.type === 'postgres') {
    await runner.query(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${refusal}'; END $$`,
    );
    await runner.query(
      `CREATE TRIGGER ${name} BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
    );
    return;
  }
  for (const verb of ['UPDATE', 'DELETE']) {
    await runner.query(
      `CREATE TRIGGER ${name}_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${refusal}'); END`,
    );
  }
}

/** After the table is dropped, and its triggers with it. */
export async function forgetAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  if (runner.connection.options.type === 'postgres') await runner.query(`DROP FUNCTION ${table}_append_only()`);
}
