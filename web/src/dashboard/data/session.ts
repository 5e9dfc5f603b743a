import { useQuery } from '@tanstack/react-query';
import { ask } from './api.js';

/** Who has signed in; on a machine of one's own, everybody is the local operator. */
export interface Session {
  tenantId: string;
  tenant: string | null;
  scope: 'read' | 'write' | 'admin';
  /** Administers the service itself, not just a tenant. */
  operator: boolean;
  actor: string;
  role: string | null;
  email: string | null;
  name: string | null;
}

export interface SignInWays {
  required: boolean;
  ways: ('key' | 'password' | 'openid')[];
}

export const useSession = () => useQuery({ queryKey: ['session'], queryFn: () => ask<Session>('GET', '/api/session'), staleTime: 60_000 });
export const useSignInWays = () => useQuery({ queryKey: ['ways'], queryFn: () => ask<SignInWays>('GET', '/api/auth') });

/** The service sets the session's cookie: the key itself is kept nowhere. */
export const signIn = (proof: { key: string } | { email: string; password: string }) => ask('POST', '/api/session', proof);
export const signOut = () => ask('DELETE', '/api/session');
