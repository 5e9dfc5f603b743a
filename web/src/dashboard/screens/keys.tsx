import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { api, type Key } from '../data/api.js';
import { agoOf, bytesOf, exactTime, numberOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { Choices } from '../parts/choices.js';
import { Confirm } from '../parts/confirm.js';
import { Ask } from '../parts/dialog.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';
import { Secret } from '../parts/secret.js';

const SCOPES = [
  { value: 'read', label: 'Read', note: 'sees documents and jobs' },
  { value: 'write', label: 'Write', note: 'uploads and converts too' },
  { value: 'admin', label: 'Admin', note: 'has keys, members and webhooks too' },
] as const;
export type Scope = (typeof SCOPES)[number]['value'];

/** What is at hand with keys: one to be made, rotated or revoked, or a secret to be told. */
type Doing = { what: 'create' } | { what: 'rotate' | 'revoke'; key: Key } | { what: 'tell'; secret: string } | null;

/** A day, in seconds: how long a rotated key stays good. */
const OVERLAP = 86_400;

export function Keys() {
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const list = useQuery({ queryKey: ['keys'], queryFn: () => api.keys.list.query() });
  const refresh = () => client.invalidateQueries({ queryKey: ['keys'] });
  const tell = ({ key }: { key: string }) => {
    setDoing({ what: 'tell', secret: key });
    void refresh();
  };
  const create = useMutation({ mutationFn: (input: { name: string; scope: Scope }) => api.keys.create.mutate(input), onSuccess: tell });
  const rotate = useMutation({ mutationFn: (id: string) => api.keys.rotate.mutate({ id, overlapSeconds: OVERLAP }), onSuccess: tell });
  const revoke = useMutation({
    mutationFn: (id: string) => api.keys.revoke.mutate({ id }),
    onSuccess: () => {
      setDoing(null);
      void refresh();
    },
  });
  const close = () => setDoing(null);
  const keys = list.data?.items ?? [];
  return (
    <Card
      title="API keys"
      note="By which programs are known. Only a hash of each is stored."
      actions={
        <Action kind="primary" onPress={() => setDoing({ what: 'create' })}>
          New key
        </Action>
      }
    >
      <Problem error={list.error} />
      {keys.length ? (
        <List
          caption="API keys, newest first"
          items={keys}
          keyOf={({ id }) => id}
          testId="key"
          columns={[
            {
              label: 'Name',
              render: ({ name, prefix }) => (
                <>
                  {name}
                  <p className="quiet">
                    <code>{prefix}…</code>
                  </p>
                </>
              ),
            },
            { label: 'Scope', render: ({ scope }) => scope },
            { label: 'State', render: stateOf },
            { label: 'Limits', render: limitsOf },
            { label: 'Last used', render: ({ lastUsedAt }) => (lastUsedAt ? agoOf(lastUsedAt) : 'never') },
            { label: 'Made', render: ({ createdAt }) => agoOf(createdAt), title: ({ createdAt }) => exactTime(createdAt) },
          ]}
          actions={(key) =>
            !key.revokedAt && (
              <div className="actions end">
                <Action label={`Rotate ${key.name}`} onPress={() => setDoing({ what: 'rotate', key })}>
                  Rotate
                </Action>
                <Action kind="danger" label={`Revoke ${key.name}`} onPress={() => setDoing({ what: 'revoke', key })}>
                  Revoke
                </Action>
              </div>
            )
          }
        />
      ) : (
        list.isSuccess && <Empty title="No keys yet">Programs need one each.</Empty>
      )}
      <Ask title="New API key" open={doing?.what === 'create'} onClose={close}>
        <KeyForm error={create.error} busy={create.isPending} onCancel={close} onSubmit={(input) => create.mutate(input)} />
      </Ask>
      <Ask title="Your key" open={doing?.what === 'tell'} onClose={close}>
        {doing?.what === 'tell' && <Secret value={doing.secret} onClose={close} />}
      </Ask>
      <Confirm
        title={`Rotate ${nameOf(doing)}?`}
        open={doing?.what === 'rotate'}
        word="Rotate"
        kind="primary"
        error={rotate.error}
        busy={rotate.isPending}
        onConfirm={() => doing?.what === 'rotate' && rotate.mutate(doing.key.id)}
        onClose={close}
      >
        A new key of the same scope is made. The old one stays good for a day, so that programs can change over.
      </Confirm>
      <Confirm
        title={`Revoke ${nameOf(doing)}?`}
        open={doing?.what === 'revoke'}
        word="Revoke"
        error={revoke.error}
        busy={revoke.isPending}
        onConfirm={() => doing?.what === 'revoke' && revoke.mutate(doing.key.id)}
        onClose={close}
      >
        Whoever uses it is refused from now on. This cannot be undone.
      </Confirm>
    </Card>
  );
}

const nameOf = (doing: Doing) => (doing && 'key' in doing ? doing.key.name : 'key');

function stateOf({ revokedAt, expiresAt }: Key): string {
  if (revokedAt) return `revoked ${agoOf(revokedAt)}`;
  if (!expiresAt) return 'good';
  return Date.parse(expiresAt) < Date.now() ? 'expired' : `good until ${exactTime(expiresAt)}`;
}

function limitsOf({ limits: { rate, running, bytes, pages } }: Key): string {
  const parts = [
    rate === null ? null : `${numberOf(rate)} a minute`,
    running === null ? null : `${numberOf(running)} at a time`,
    pages === null ? null : `${numberOf(pages)} pages a month`,
    bytes === null ? null : `${bytesOf(bytes)} a month`,
  ];
  return parts.filter((part) => part !== null).join(', ') || 'the tenant’s';
}

export function KeyForm({
  error,
  busy,
  onCancel,
  onSubmit,
}: {
  error: unknown;
  busy: boolean;
  onCancel: () => void;
  onSubmit: (input: { name: string; scope: Scope }) => void;
}) {
  const [scope, setScope] = useState<Scope>('write');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit({ name: String(new FormData(event.currentTarget).get('name') ?? '').trim(), scope });
  };
  return (
    <form className="form" onSubmit={submit}>
      <Problem error={error} />
      <TextField name="name" isRequired maxLength={100} autoFocus>
        <Label>Name</Label>
        <Input placeholder="What it is for" />
      </TextField>
      <Choices label="Scope" options={SCOPES} value={scope} onChange={setScope} />
      <div className="actions end">
        <Action onPress={onCancel}>Cancel</Action>
        <Action kind="primary" type="submit" busy={busy}>
          Create
        </Action>
      </div>
    </form>
  );
}
