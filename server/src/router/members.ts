import { z } from 'zod';
import { addMember, changeMember, memberInfo, removeMember } from '../access/members.js';
import { ROLES } from '../access/principal.js';
import { pageOf, WHOLE, wholePageSchema } from '../contract/index.js';
import { administers, router } from './trpc.js';

const byId = z.object({ id: z.uuid() });
const role = z.enum(ROLES);
const memberSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string().nullable(),
  role,
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable(),
});

/** People of the tenant. Owners are for owners to change. */
export const members = router({
  list: administers({ method: 'GET', path: '/members', summary: 'The members of the tenant, by address' })
    .input(wholePageSchema(z.string().max(320)).default(WHOLE))
    .output(z.object({ items: z.array(memberSchema), nextCursor: z.string().nullable() }))
    .query(async ({ ctx: { tenant, tenantId }, input: { limit, cursor } }) => {
      const where = { tenantId, ...(cursor !== undefined && { email: { gt: cursor } }) };
      const rows = await tenant((db) => db.member.findMany({ where, orderBy: { email: 'asc' }, take: limit + 1 }));
      return pageOf(rows, limit, memberInfo, (row) => row.email);
    }),

  add: administers({ method: 'POST', path: '/members', summary: 'Let someone sign in, by their address', status: 201 })
    .input(z.object({ email: z.email().max(320), role: role.default('member') }))
    .output(memberSchema)
    .mutation(({ ctx: { tenant, principal }, input }) => tenant((db) => addMember(db, principal, input))),

  change: administers({ method: 'POST', path: '/members/{id}', summary: 'Give a member another role' })
    .input(byId.extend({ role }))
    .output(memberSchema)
    .mutation(({ ctx: { tenant, principal }, input: { id, role: next } }) => tenant((db) => changeMember(db, principal, id, next))),

  remove: administers({ method: 'DELETE', path: '/members/{id}', summary: 'Remove a member, and end their sessions' })
    .input(byId)
    .output(z.object({ id: z.uuid(), removed: z.literal(true) }))
    .mutation(async ({ ctx: { tenant, principal }, input: { id } }) => {
      await tenant((db) => removeMember(db, principal, id));
      return { id, removed: true as const };
    }),
});
