import type { AppRouter } from '@ode/server/router';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, TRPCClientError } from '@trpc/client';

const url = '/api/trpc';
const api = createTRPCClient<AppRouter>({
  links: [splitLink({ condition: (op) => op.type === 'subscription', true: httpSubscriptionLink({ url }), false: httpLink({ url }) })],
});

export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const AWAY = new ServiceError('unavailable', 'The conversion service cannot be reached. The viewer works without it; try again later.');

/** Sends a file to the service; the id of the document that it becomes. XMLHttpRequest, because fetch tells nothing of an upload's progress. */
export function upload(file: Blob, name: string, signal: AbortSignal, onProgress: (sent: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/documents?name=${encodeURIComponent(name)}`);
    request.setRequestHeader('content-type', 'application/pdf');
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => reject(AWAY);
    request.onabort = () => reject(new ServiceError('aborted', 'The upload was stopped.'));
    request.onload = () => {
      const body = request.response as { id?: string; error?: { code: string; message: string } } | null;
      if (request.status === 201 && body?.id) resolve(body.id);
      else reject(body?.error ? new ServiceError(body.error.code, body.error.message) : AWAY);
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Asks for a document to be converted; the password goes to the queue alone and is gone when the job has ended. */
export const submit = (documentId: string, options: { title: string; password?: string }) =>
  call(() => api.jobs.submit.mutate({ documentId, options }));
export const cancel = (id: string) => call(() => api.jobs.cancel.mutate({ id }));

/** Tells every state of a job until it has ended, and whether the service is out of reach meanwhile; the function returned stops listening. */
export function follow(
  id: string,
  onJob: (job: Awaited<ReturnType<typeof submit>>) => void,
  onConnection: (lost: boolean) => void,
  onError: (error: ServiceError) => void,
): () => void {
  const subscription = api.jobs.progress.subscribe(
    { id },
    {
      onData: ({ data }) => onJob(data),
      onConnectionStateChange: ({ state, error }) => onConnection(state === 'connecting' && error !== null),
      onError: (error) => onError(errorOf(error)),
    },
  );
  return () => subscription.unsubscribe();
}

async function call<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorOf(error);
  }
}

function errorOf(error: unknown): ServiceError {
  const data = error instanceof TRPCClientError ? (error.data as { errorCode?: string } | undefined) : undefined;
  return data?.errorCode && error instanceof Error ? new ServiceError(data.errorCode, error.message) : AWAY;
}
