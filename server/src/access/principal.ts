import { OdeServiceError } from '../contract/index.js';

/** What a caller may do within its tenant; each includes those before it. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * Who may use a route or a procedure. `public`: anybody. `operator`: an administrator of the tenant that is there from
 * the start, which is that of those who run the service.
 */
export type Access = 'public' | Scope | 'operator';

/** The tenant that is there from the start (first migration of tenants). */
export const LOCAL_TENANT = '00000000-0000-7000-8000-000000000001';

/** What a member of a tenant is there; each may do what those before it may. */
export const ROLES = ['viewer', 'member', 'admin', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** What a role may do; an owner also makes and unmakes owners. */
export const scopeOf = (role: Role): Scope => SCOPES[Math.min(ROLES.indexOf(role), 2)] as Scope;

/** A caller that is known. */
export interface Principal {
  tenantId: string;
  scope: Scope;
  /** For the audit log and the limits: `key:<id>`, `member:<id>`, `local`. */
  actor: string;
  /** Requests in a minute, where the key has a limit of its own. */
  rateLimit?: number | null;
  /** Of a person who has signed in as a member. */
  member?: { id: string; role: Role };
}

/** The id of the API key that a caller has, or had when it signed in. */
export const keyIdOf = ({ actor }: Pick<Principal, 'actor'>): string | undefined => /^key:(.+)$/.exec(actor)?.[1];

export const isOperator = ({ tenantId, scope }: Principal) => tenantId === LOCAL_TENANT && scope === 'admin';

/** Whether the caller may; throws `unauthenticated` or `forbidden` when not. */
export function permit(principal: Principal | null, access: Access): void {
  if (access === 'public') return;
  if (!principal) throw new OdeServiceError('unauthenticated');
  const enough = access === 'operator' ? isOperator(principal) : SCOPES.indexOf(principal.scope) >= SCOPES.indexOf(access);
  if (!enough) throw new OdeServiceError('forbidden');
}
