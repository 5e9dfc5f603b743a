import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLive, type Connection } from './data/live.js';
import { useRoute } from './data/route.js';
import { signOut, useSession, useSignInWays, type Session } from './data/session.js';
import { refusalOf } from './data/api.js';
import { Action } from './parts/action.js';
import { Away } from './parts/notice.js';
import { SCREENS } from './screens/index.js';
import { SignIn } from './screens/sign-in.js';

/** What runs the service: only who may sees it. */
export function Dashboard() {
  const session = useSession();
  if (session.data) return <Shell session={session.data} />;
  if (session.isPending) return <main className="blank" aria-busy="true" aria-label="Loading" />;
  const refusal = refusalOf(session.error);
  if (refusal.code === 'unauthenticated') return <SignIn />;
  return (
    <main className="blank">
      <Away refusal={refusal} onAgain={() => void session.refetch()} />
    </main>
  );
}

function Shell({ session }: { session: Session }) {
  const [name = 'overview', ...rest] = useRoute();
  const connection = useLive(true);
  const screens = SCREENS.filter(({ access }) => mayUse(session, access));
  const screen = screens.find((one) => one.name === name);
  const title = screen?.title ?? 'Not found';
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  const place = [name, ...rest].join('/');

  // Who goes on to another screen hears its name, and reads on from there.
  useEffect(() => {
    document.title = `${title} – ODE dashboard`;
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [title, place]);

  return (
    <div className="shell">
      <a className="skip" href="#content" onClick={(event) => (event.preventDefault(), heading.current?.focus())}>
        Skip to content
      </a>
      <aside className="side">
        <a className="brand" href="#/overview">
          <img src="/favicon.svg" alt="" width="26" height="26" />
          <span>
            ODE <em>dashboard</em>
          </span>
        </a>
        <nav aria-label="Screens">
          <ul>
            {screens.map((one) => (
              <li key={one.name}>
                <a href={`#/${one.name}`} aria-current={one.name === name ? 'page' : undefined}>
                  {one.icon}
                  {one.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Caller session={session} />
      </aside>
      <main id="content">
        <header className="head">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <ConnectionState connection={connection} />
        </header>
        {screen ? screen.render(session, rest) : <NotHere />}
      </main>
    </div>
  );
}

const mayUse = ({ scope, operator }: Session, access: 'read' | 'admin' | 'operator') =>
  access === 'read' || (access === 'admin' ? scope === 'admin' : operator);

function NotHere(): ReactNode {
  return (
    <p className="quiet">
      There is no such screen, or your role does not show it. <a href="#/overview">Go to the overview.</a>
    </p>
  );
}

function ConnectionState({ connection }: { connection: Connection }) {
  const words = { connecting: 'Connecting', live: 'Live', polling: 'Reconnecting' }[connection];
  return (
    <span className={`connection ${connection}`} role="status" data-testid="connection">
      <span className="dot" aria-hidden="true" />
      {words}
    </span>
  );
}

function Caller({ session }: { session: Session }) {
  const client = useQueryClient();
  const ways = useSignInWays();
  const leave = async () => {
    await signOut().catch(() => undefined);
    client.clear();
    window.location.reload();
  };
  return (
    <div className="caller">
      <span className="who">{session.name ?? session.email ?? (session.actor === 'local' ? 'This machine' : 'An API key')}</span>
      <span className="quiet">
        {session.tenant ?? 'tenant'} · {session.operator ? 'operator' : (session.role ?? session.scope)}
      </span>
      {ways.data && (ways.data.required || session.actor !== 'local') && (
        <Action kind="plain" onPress={() => void leave()}>
          Sign out
        </Action>
      )}
    </div>
  );
}
