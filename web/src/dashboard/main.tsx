import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { refusalOf } from './data/api.js';
import { Dashboard } from './dashboard.js';
import './dashboard.css';

/** What the service refuses is refused again; when it is away, it is asked again. */
const worthAnotherTry = (tries: number, error: unknown) => refusalOf(error).code === 'unavailable' && tries < 3;

const client = new QueryClient({ defaultOptions: { queries: { retry: worthAnotherTry, staleTime: 2000 } } });

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Dashboard />
    </QueryClientProvider>
  </StrictMode>,
);
