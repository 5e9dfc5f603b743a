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

/** A caller that is known. */
export interface Principal {
  tenantId: string;
  scope: Scope;
  /** For the audit log and the limits: `key:<id>`, `local`. */
  actor: string;
}

export const isOperator = ({ tenantId, scope }: Principal) => tenantId === LOCAL_TENANT && scope === 'admin';

/** Whether the caller may; throws `unauthenticated` or `forbidden` when not. */
export function permit(principal: Principal | null, access: Access): void {
  if (access === 'public') return;
  if (!principal) throw new OdeServiceError('unauthenticated');
  const enough = access === 'operator' ? isOperator(principal) : SCOPES.indexOf(principal.scope) >= SCOPES.indexOf(access);
  if (!enough) throw new OdeServiceError('forbidden');
}
