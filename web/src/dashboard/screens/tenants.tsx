import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { api, type Tenant } from '../data/api.js';
import { numberOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { Ask } from '../parts/dialog.js';
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
      <table className="rows">
        <caption className="unseen">Tenants by name</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Queued</th>
            <th scope="col">Running</th>
            <th scope="col">Most at a time</th>
            <th scope="col">Documents</th>
            <th scope="col">Keys</th>
            <th scope="col">Members</th>
            <th scope="col">
              <span className="unseen">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {list.data?.items.map((tenant) => (
            <tr key={tenant.id} data-testid="tenant">
              <th scope="row">{tenant.name}</th>
              <td data-label="Queued">{numberOf(tenant.queued)}</td>
              <td data-label="Running">{numberOf(tenant.running)}</td>
              <td data-label="Most at a time">{tenant.maxRunning ?? 'no limit'}</td>
              <td data-label="Documents">{numberOf(tenant.documents)}</td>
              <td data-label="Keys">{numberOf(tenant.keys)}</td>
              <td data-label="Members">{numberOf(tenant.members)}</td>
              <td>
                <Action label={`New key for ${tenant.name}`} onPress={() => setDoing({ what: 'key', tenant })}>
                  New key
                </Action>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
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
