import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { api, type Tenant } from '../data/api.js';
import { numberOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { Ask } from '../parts/dialog.js';
import { List } from '../parts/list.js';
import { Problem } from '../parts/notice.js';
import { Secret } from '../parts/secret.js';
import { KeyForm, type Scope } from './keys.js';

type Doing = { what: 'create' } | { what: 'key'; tenant: Tenant } | { what: 'tell'; secret: string } | null;

/** Whose documents and jobs the service has: counts, never what is in them. */
export function Tenants() {
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const list = useQuery({ queryKey: ['tenants'], queryFn: () => api.tenants.list.query(), refetchInterval: 10_000 });
  const refresh = () => client.invalidateQueries({ queryKey: ['tenants'] });
  const create = useMutation({
    mutationFn: (name: string) => api.tenants.create.mutate({ name }),
    onSuccess: () => {
      close();
      void refresh();
    },
  });
  const createKey = useMutation({
    mutationFn: (input: { tenantId: string; name: string; scope: Scope }) => api.tenants.createKey.mutate(input),
    onSuccess: ({ key }) => {
      setDoing({ what: 'tell', secret: key });
      void refresh();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(String(new FormData(event.currentTarget).get('name') ?? ''));
  };
  return (
    <Card
      title="Tenants"
      note="Each sees its own documents and jobs, and nothing else"
      actions={
        <Action kind="primary" onPress={() => setDoing({ what: 'create' })}>
          New tenant
        </Action>
      }
    >
      <Problem error={list.error} />
      <List
        caption="Tenants by name"
        items={list.data?.items ?? []}
        keyOf={({ id }) => id}
        testId="tenant"
        columns={[
          { label: 'Name', render: ({ name }) => name },
          { label: 'Queued', render: ({ queued }) => numberOf(queued) },
          { label: 'Running', render: ({ running }) => numberOf(running) },
          { label: 'Most at a time', render: ({ maxRunning }) => maxRunning ?? 'no limit' },
          { label: 'Documents', render: ({ documents }) => numberOf(documents) },
          { label: 'Keys', render: ({ keys }) => numberOf(keys) },
          { label: 'Members', render: ({ members }) => numberOf(members) },
        ]}
        actions={(tenant) => (
          <Action label={`New key for ${tenant.name}`} onPress={() => setDoing({ what: 'key', tenant })}>
            New key
          </Action>
        )}
      />
      <Ask title="New tenant" open={doing?.what === 'create'} onClose={close}>
        <form className="form" onSubmit={submit}>
          <Problem error={create.error} />
          <TextField name="name" isRequired maxLength={100} autoFocus>
            <Label>Name</Label>
            <Input />
          </TextField>
          <div className="actions end">
            <Action onPress={close}>Cancel</Action>
            <Action kind="primary" type="submit" busy={create.isPending}>
              Create
            </Action>
          </div>
        </form>
      </Ask>
      <Ask title={`New key for ${doing?.what === 'key' ? doing.tenant.name : ''}`} open={doing?.what === 'key'} onClose={close}>
        <KeyForm
          error={createKey.error}
          busy={createKey.isPending}
          onCancel={close}
          onSubmit={(input) => doing?.what === 'key' && createKey.mutate({ tenantId: doing.tenant.id, ...input })}
        />
      </Ask>
      <Ask title="Its key" open={doing?.what === 'tell'} onClose={close}>
        {doing?.what === 'tell' && <Secret value={doing.secret} onClose={close} />}
      </Ask>
    </Card>
  );
}
