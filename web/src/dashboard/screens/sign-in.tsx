import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { signIn, useSignInWays } from '../data/session.js';
import { Action } from '../parts/action.js';
import { Problem } from '../parts/notice.js';

/** By whichever way the service knows people: a provider, a password, or an API key. */
export function SignIn() {
  const client = useQueryClient();
  const ways = useSignInWays();
  const enter = useMutation({ mutationFn: signIn, onSuccess: () => client.resetQueries({ queryKey: ['session'] }) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = (name: string) => String(new FormData(event.currentTarget).get(name) ?? '');
    const [key, email, password] = [field('key').trim(), field('email').trim(), field('password')];
    if (key) enter.mutate({ key });
    else if (email) enter.mutate({ email, password });
  };
  const has = (way: 'key' | 'password' | 'openid') => ways.data?.ways.includes(way) ?? way === 'key';
  return (
    <main className="blank">
      <form className="card sign-in" onSubmit={submit}>
        <img src="/favicon.svg" alt="" width="44" height="44" />
        <h1>Sign in to the dashboard</h1>
        <Problem error={enter.error} />
        {has('openid') && (
          <a className="action primary" href="/api/auth/login?return=%2Fdashboard">
            Sign in with your organization
          </a>
        )}
        {has('password') && (
          <>
            <TextField name="email" type="email" autoComplete="username">
              <Label>Email</Label>
              <Input />
            </TextField>
            <TextField name="password" type="password" autoComplete="current-password">
              <Label>Password</Label>
              <Input />
            </TextField>
          </>
        )}
        {has('key') && (
          <TextField name="key" type="password" autoComplete="off">
            <Label>API key</Label>
            <Input placeholder="ode_live_…" spellCheck="false" />
          </TextField>
        )}
        <Action kind="primary" type="submit" busy={enter.isPending}>
          Sign in
        </Action>
        <p className="quiet">A key is exchanged for a session and is kept nowhere in this browser.</p>
      </form>
    </main>
  );
}
