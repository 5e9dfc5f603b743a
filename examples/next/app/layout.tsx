import type { ReactNode } from 'react';
import '@ode/viewer/style.css';
import './page.css';

export const metadata = { title: 'ODE in Next.js' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
