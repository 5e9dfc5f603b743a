import pg from 'pg';

/**
 * Makes the user that servers and workers are, of the name and password of `serviceUrl`, or brings the one that is there to
 * them: it may read and write rows of every table, and change none of the tables. `ownerUrl` is the user that migrates.
 * The address in `serviceUrl` is the service's own; both are of one database.
 */
export async function provideServiceUser(ownerUrl: string, serviceUrl: string): Promise<string> {
  const { username, password } = new URL(serviceUrl);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const owner = decodeURIComponent(new URL(ownerUrl).username);
  // One user for both: a small installation.
  if (name === owner) return name;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const user = client.escapeIdentifier(name);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    await client.query('BEGIN');
    // Utility statements take no parameters; the names and the password are escaped.
    const known = `ROLE ${user} LOGIN NOINHERIT PASSWORD ${client.escapeLiteral(secret)}`;
    // An owner that may make users, and no databases, may not say NOCREATEDB of one that is there.
    await client.query(rowCount ? `ALTER ${known}` : `CREATE ${known} NOCREATEDB NOCREATEROLE`);
    await client.query(`GRANT USAGE ON SCHEMA public TO ${user}`);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${user}`);
    await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${user}`);
    await client.query(`REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM ${user}`);
    // To be taken, not to be had all the time: NOINHERIT, which PostgreSQL 15 knows, too.
    await client.query(`GRANT ode_tenant TO ${user}`);
    // Of rows that are a tenant's own the service sees all, as their owner does: it is the one who takes the tenant's role.
    const { rows } = await client.query<{ tablename: string }>(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND rowsecurity`,
    );
    for (const { tablename } of rows) {
      const table = client.escapeIdentifier(tablename);
      await client.query(`DROP POLICY IF EXISTS service ON ${table}`);
      await client.query(`CREATE POLICY service ON ${table} TO ${user} USING (true) WITH CHECK (true)`);
    }
    await client.query('COMMIT');
    return name;
  } finally {
    await client.end();
  }
}
