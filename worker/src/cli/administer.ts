import { randomBytes } from 'node:crypto';
import * as access from '@ode/server/access';
import { openAdministration } from '@ode/server/administration';
import { ConfigError, readConfig, type Config } from '@ode/server/config';
import { newId, type Database } from '@ode/server/db';
import { EXIT, UsageError } from './failure.js';

interface Flags {
  data?: string;
}

/** Does something with the service's database, whether the service runs or not. */
async function administer(flags: Flags, work: (db: Database, config: Config) => Promise<string>): Promise<number> {
  try {
    const config = readConfig({ ...process.env, ...(flags.data !== undefined && { ODE_DATA: flags.data }) });
    const { db, close } = await openAdministration(config);
    try {
      process.stdout.write(await work(db, config));
    } finally {
      await close();
    }
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message);
    throw error;
  }
}

interface TenantLimits {
  maxRunning?: number;
  monthlyPages?: number;
  monthlyMb?: number;
  keepDays?: number;
}

/** What is given is set; 0 takes a limit away. */
function limitsOf({ maxRunning, monthlyPages, monthlyMb, keepDays }: TenantLimits) {
  return {
    maxRunning: maxRunning === 0 ? null : maxRunning,
    monthlyPages: monthlyPages === 0 ? null : monthlyPages,
    monthlyBytes: monthlyMb === 0 ? null : monthlyMb && BigInt(monthlyMb) * 2n ** 20n,
    retentionDays: keepDays === 0 ? null : keepDays,
  };
}

/** `ode tenants change`: another quota, or another time for which documents are kept. */
export function changeTenant(name: string, flags: Flags & TenantLimits): Promise<number> {
  return administer(flags, async (db) => {
    const { id } = await tenantOf(db, name);
    const { maxRunning, monthlyPages, monthlyBytes, retentionDays } = await db.tenant.update({ where: { id }, data: limitsOf(flags) });
    const told = (value: number | bigint | null, unit: string) => (value === null ? '' : `, ${value} ${unit}`);
    const limits = [
      told(maxRunning, 'at a time'),
      told(monthlyPages, 'pages a month'),
      told(monthlyBytes, 'bytes a month'),
      told(retentionDays, 'days kept'),
    ];
    return `${name}${limits.join('') || ': no limits'}\n`;
  });
}

/** `ode tenants create`: prints the tenant's id. */
export function createTenant(name: string, flags: Flags & TenantLimits): Promise<number> {
  return administer(flags, async (db) => {
    if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(name)) throw new UsageError('A tenant’s name has letters, digits, spaces and . _ -');
    if (await db.tenant.findUnique({ where: { name } })) throw new UsageError(`There is a tenant ${name} already.`);
    const { id } = await db.tenant.create({ data: { name, ...limitsOf(flags) } });
    return `${id}\n`;
  });
}

export function listTenants(flags: Flags): Promise<number> {
  return administer(flags, async (db) => {
    const rows = await db.tenant.findMany({ orderBy: { name: 'asc' } });
    return rows.map(({ id, name }) => `${id}  ${name}\n`).join('');
  });
}

/** What others have named, for a terminal, which obeys control characters. */
const plain = (text: string) => text.replace(/\p{Cc}/gu, '\ufffd');

/** `ode keys create`: prints the key, once. */
export function createKey(
  flags: Flags & {
    tenant: string;
    scope: access.Scope;
    name: string;
    days?: number;
    rate?: number;
    maxRunning?: number;
    monthlyPages?: number;
    monthlyMb?: number;
  },
): Promise<number> {
  return administer(flags, async (db) => {
    const { id: tenantId } = await tenantOf(db, flags.tenant);
    const { scope, name, days, rate, maxRunning: running, monthlyPages: pages, monthlyMb } = flags;
    const limits = { rate, running, pages, bytes: monthlyMb && monthlyMb * 2 ** 20 };
    const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * 86_400_000);
    const { key } = await access.createKey(db, { tenantId, scope, name, expiresAt, limits });
    return `${key}\n`;
  });
}

export function listKeys(flags: Flags & { tenant?: string }): Promise<number> {
  return administer(flags, async (db) => {
    const where = flags.tenant === undefined ? {} : { tenantId: (await tenantOf(db, flags.tenant)).id };
    const rows = await db.apiKey.findMany({ where, orderBy: { id: 'asc' }, include: { tenant: true } });
    const state = ({ revokedAt, expiresAt }: (typeof rows)[number]) =>
      revokedAt ? 'revoked' : !expiresAt ? 'good' : expiresAt < new Date() ? 'expired' : `until ${expiresAt.toISOString()}`;
    return rows
      .map((row) => `${[row.id, `${row.prefix}…`, row.scope.padEnd(5), plain(row.tenant.name), state(row), plain(row.name)].join('  ')}\n`)
      .join('');
  });
}

export function revokeKey(id: string, flags: Flags): Promise<number> {
  return administer(flags, async (db) => {
    const row = /^[0-9a-f-]{36}$/i.test(id) ? await db.apiKey.findUnique({ where: { id } }) : null;
    if (!row) throw new UsageError('There is no key with this id. `ode keys list` has the ids.');
    const { prefix } = await access.revokeKey(db, row.tenantId, id);
    return `${prefix}… is revoked\n`;
  });
}

/** `ode members add`: with `password`, prints one, once. */
export function addMember(email: string, flags: Flags & { tenant: string; role: access.Role; password?: boolean }): Promise<number> {
  return administer(flags, async (db, config) => {
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`${email} is no address.`);
    if (flags.password && config.mode !== 'embedded')
      throw new UsageError('In a cluster people sign in with a provider of OpenID Connect (ODE_OIDC_ISSUER), not by passwords.');
    const { id: tenantId } = await tenantOf(db, flags.tenant);
    const address = email.toLowerCase();
    const password = flags.password ? randomBytes(15).toString('base64url') : null;
    const data = { role: flags.role, ...(password !== null && { passwordHash: await access.hashPassword(password) }) };
    const where = { tenantId_email: { tenantId, email: address } };
    await db.member.upsert({ where, create: { id: newId(), tenantId, email: address, ...data }, update: data });
    return `${password ?? `${address} is ${flags.role} of ${flags.tenant}`}\n`;
  });
}

export function listMembers(flags: Flags & { tenant?: string }): Promise<number> {
  return administer(flags, async (db) => {
    const where = flags.tenant === undefined ? {} : { tenantId: (await tenantOf(db, flags.tenant)).id };
    const rows = await db.member.findMany({ where, orderBy: { email: 'asc' }, include: { tenant: true } });
    return rows
      .map(
        ({ email, role, tenant, lastSeenAt }) =>
          `${[email, role.padEnd(6), tenant.name, lastSeenAt?.toISOString() ?? 'never seen'].join('  ')}\n`,
      )
      .join('');
  });
}

/** `ode members remove`: also of the last owner, since whoever has the machine can make another. */
export function removeMember(email: string, flags: Flags & { tenant: string }): Promise<number> {
  return administer(flags, async (db) => {
    const { id: tenantId } = await tenantOf(db, flags.tenant);
    const { count } = await db.member.deleteMany({ where: { tenantId, email: email.toLowerCase() } });
    if (!count) throw new UsageError(`${email} is no member of ${flags.tenant}. \`ode members list\` has them.`);
    return `${email.toLowerCase()} is no member any more\n`;
  });
}

async function tenantOf(db: Database, name: string) {
  const row = await db.tenant.findUnique({ where: { name } });
  if (!row) throw new UsageError(`There is no tenant ${name}. \`ode tenants list\` has them.`);
  return row;
}
