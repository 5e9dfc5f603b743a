import type { AppRouter } from '@ode/server/router';
import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from '@trpc/client';

/** The service's procedures. Who asks is known by the session's cookie, which no script reads. */
export const api: TRPCClient<AppRouter> = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/api/trpc' })] });

/** What a procedure answers. */
type Answer<T extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;
export type Job = Answer<typeof api.jobs.get.query>;
export type JobPage = Answer<typeof api.jobs.list.query>;
export type LogEntry = Answer<typeof api.jobs.log.query>[number];
export type Statistics = Answer<typeof api.statistics.own.query>;
export type Key = Answer<typeof api.keys.list.query>['items'][number];
export type Tenant = Answer<typeof api.tenants.list.query>['items'][number];
export type Member = Answer<typeof api.members.list.query>['items'][number];
export type UsageMonth = Answer<typeof api.usage.query>['months'][number];
export type Webhook = Answer<typeof api.webhooks.list.query>['items'][number];

/** A refusal in the service's words; `code` is stable. */
export interface Refusal {
  code: string;
  message: string;
  requestId: string | null;
}

const AWAY: Refusal = { code: 'unavailable', message: 'The service cannot be reached. It is asked again by itself.', requestId: null };

export function refusalOf(error: unknown): Refusal {
  if (isRefusal(error)) return error;
  if (error instanceof TRPCClientError) {
    const data = (error as TRPCClientError<AppRouter>).data as { errorCode?: string; requestId?: string } | null | undefined;
    if (data?.errorCode) return { code: data.errorCode, message: error.message, requestId: data.requestId ?? null };
  }
  return AWAY;
}

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error && 'message' in error;

/** A route that is no procedure. Throws a `Refusal`. */
export async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw AWAY;
  }
  const text = await answer.text();
  const said = (text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null) as T & { error?: Refusal };
  if (!answer.ok) throw said?.error ?? AWAY;
  return said;
}
