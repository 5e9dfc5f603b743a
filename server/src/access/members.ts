import { OdeServiceError } from '../contract/index.js';
import { newId, type Database, type Transaction } from '../db/index.js';
import { isPassword } from './passwords.js';
import { scopeOf, type Principal, type Role } from './principal.js';

/*
 * People of a tenant. Someone who may is entered by the address; the first sign-in with a provider, which has to vouch for
 * that address, binds the member to the provider's own name for the person. From then on the address counts no more: it
 * may change, and may one day be someone else's.
 */

/** A member, as the API shows it. */
export interface MemberInfo {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  createdAt: string;
  lastSeenAt: string | null;
}

type Members = Pick<Transaction, 'member' | '$queryRaw'>;
type MemberRow = Awaited<ReturnType<Members['member']['findFirstOrThrow']>>;

export function memberInfo({ id, email, name, role, createdAt, lastSeenAt }: MemberRow): MemberInfo {
  return { id, email, name, role: role as Role, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt?.toISOString() ?? null };
}

/** Whoever may make and unmake owners: an owner, and who has the machine to themselves. */
const ranksWithOwners = ({ member, actor }: Principal) => member?.role === 'owner' || actor === 'local';

const OWNERS_ONLY = 'Only an owner may make, change or remove an owner.';

/** Enters a member. Throws `member-exists`, and `forbidden` for an owner that no owner makes. */
export async function addMember(db: Members, by: Principal, { email, role }: { email: string; role: Role }): Promise<MemberInfo> {
  if (role === 'owner' && !ranksWithOwners(by)) throw new OdeServiceError('forbidden', OWNERS_ONLY);
  const { tenantId } = by;
  const address = email.toLowerCase();
  if (await db.member.findFirst({ where: { tenantId, email: address } })) throw new OdeServiceError('member-exists');
  return memberInfo(await db.member.create({ data: { id: newId(), tenantId, email: address, role } }));
}

/** Gives a member another role. Throws `not-found`, `forbidden` or `last-owner`. */
export async function changeMember(db: Members, by: Principal, id: string, role: Role): Promise<MemberInfo> {
  const { tenantId } = by;
  await readChangeable(db, by, id, role);
  await db.member.updateMany({ where: { id, tenantId }, data: { role } });
  return memberInfo(await db.member.findFirstOrThrow({ where: { id, tenantId } }));
}

/** Removes a member, and ends its sessions. Throws `not-found`, `forbidden` or `last-owner`. */
export async function removeMember(db: Members, by: Principal, id: string): Promise<void> {
  await readChangeable(db, by, id, null);
  await db.member.deleteMany({ where: { id, tenantId: by.tenantId } });
}

async function readChangeable(db: Members, by: Principal, id: string, next: Role | null): Promise<void> {
  const { tenantId } = by;
  // Two owners who unmake each other at the same time wait for one another here.
  const owners = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM member WHERE tenant_id = ${tenantId}::uuid AND role = 'owner' ORDER BY id FOR UPDATE`;
  const row = await db.member.findFirst({ where: { id, tenantId } });
  if (!row) throw new OdeServiceError('not-found', 'There is no member with this id. Check it.');
  if ((row.role === 'owner' || next === 'owner') && !ranksWithOwners(by)) throw new OdeServiceError('forbidden', OWNERS_ONLY);
  if (row.role === 'owner' && next !== 'owner' && owners.length === 1) throw new OdeServiceError('last-owner');
}

/** What a provider says of a person. */
export interface Person {
  issuer: string;
  subject: string;
  /** An address that the provider vouches for. */
  email: string | null;
  name: string | null;
}

/** The member that a person is, of the tenant of this name or of the one where they were last. Throws `forbidden`. */
export async function memberOfPerson(db: Database, { issuer, subject, email, name }: Person, tenant?: string): Promise<Principal> {
  const known = { issuer, subject };
  const invited = email === null ? [] : [{ email: email.toLowerCase(), subject: null }];
  const row = await db.member.findFirst({
    where: { OR: [known, ...invited], ...(tenant !== undefined && { tenant: { name: tenant } }) },
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
  });
  if (!row) throw new OdeServiceError('forbidden', 'This person is no member here. Ask an administrator of the tenant to be added.');
  return seen(db, row, { ...known, ...(name !== null && { name }) });
}

/** The member with this address and password. Throws `unauthenticated`. */
export async function memberOfPassword(db: Database, email: string, password: string): Promise<Principal> {
  const rows = await db.member.findMany({
    where: { email: email.toLowerCase(), passwordHash: { not: null } },
    orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
    take: 1,
  });
  const [row] = rows;
  if (!(await isPassword(password, row?.passwordHash ?? null)) || !row)
    throw new OdeServiceError('unauthenticated', 'The address or the password is wrong.');
  return seen(db, row, {});
}

async function seen(db: Database, row: MemberRow, data: Partial<Pick<MemberRow, 'issuer' | 'subject' | 'name'>>): Promise<Principal> {
  await db.member.update({ where: { id: row.id }, data: { ...data, lastSeenAt: new Date() } });
  const role = row.role as Role;
  return { tenantId: row.tenantId, scope: scopeOf(role), actor: `member:${row.id}`, member: { id: row.id, role } };
}
