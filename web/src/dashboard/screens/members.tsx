import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { api, type Member } from '../data/api.js';
import { agoOf } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { Choices } from '../parts/choices.js';
import { Confirm } from '../parts/confirm.js';
import { Ask } from '../parts/dialog.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';

const ROLES = [
  { value: 'viewer', label: 'Viewer', note: 'sees documents and jobs' },
  { value: 'member', label: 'Member', note: 'uploads and converts too' },
  { value: 'admin', label: 'Admin', note: 'has keys, members and webhooks too' },
  { value: 'owner', label: 'Owner', note: 'makes and unmakes owners too' },
] as const;
type Role = Member['role'];

type Doing = { what: 'add' } | { what: 'change' | 'remove'; member: Member } | null;

/** People of the tenant, by the address that they sign in with. */
export function Members() {
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const list = useQuery({ queryKey: ['members'], queryFn: () => api.members.list.query() });
  const onSuccess = () => {
    close();
    void client.invalidateQueries({ queryKey: ['members'] });
  };
  const add = useMutation({ mutationFn: (input: { email: string; role: Role }) => api.members.add.mutate(input), onSuccess });
  const change = useMutation({ mutationFn: (input: { id: string; role: Role }) => api.members.change.mutate(input), onSuccess });
  const remove = useMutation({ mutationFn: (id: string) => api.members.remove.mutate({ id }), onSuccess });
  const open = (next: Doing) => {
    for (const mutation of [add, change, remove]) mutation.reset();
    setDoing(next);
  };
  return (
    <Card
      title="Members"
      note="Who may sign in to this tenant, and what they may do there"
      actions={
        <Action kind="primary" onPress={() => open({ what: 'add' })}>
          Add a member
        </Action>
      }
    >
      <Problem error={list.error} />
      {list.data?.items.length ? (
        <List
          caption="Members by address"
          items={list.data.items}
          keyOf={({ id }) => id}
          testId="member"
          columns={[
            {
              label: 'Address',
              render: ({ email, name }) => (
                <>
                  {email}
                  {name && <p className="quiet">{name}</p>}
                </>
              ),
            },
            { label: 'Role', render: ({ role }) => ROLES.find(({ value }) => value === role)?.label },
            { label: 'Last seen', render: ({ lastSeenAt }) => (lastSeenAt ? agoOf(lastSeenAt) : 'never') },
            { label: 'Added', render: ({ createdAt }) => agoOf(createdAt) },
          ]}
          actions={(member) => (
            <div className="actions end">
              <Action label={`Change the role of ${member.email}`} onPress={() => open({ what: 'change', member })}>
                Change role
              </Action>
              <Action kind="danger" label={`Remove ${member.email}`} onPress={() => open({ what: 'remove', member })}>
                Remove
              </Action>
            </div>
          )}
        />
      ) : (
        list.isSuccess && (
          <Empty title="No members yet">People sign in by the provider that the service is set to; add them by their address.</Empty>
        )
      )}
      <Ask title="Add a member" open={doing?.what === 'add'} onClose={close}>
        <MemberForm
          role="member"
          withEmail
          error={add.error}
          busy={add.isPending}
          onCancel={close}
          onSubmit={(input) => add.mutate(input)}
        />
      </Ask>
      <Ask title={`Role of ${emailOf(doing)}`} open={doing?.what === 'change'} onClose={close}>
        {doing?.what === 'change' && (
          <MemberForm
            role={doing.member.role}
            error={change.error}
            busy={change.isPending}
            onCancel={close}
            onSubmit={({ role }) => change.mutate({ id: doing.member.id, role })}
          />
        )}
      </Ask>
      <Confirm
        title={`Remove ${emailOf(doing)}?`}
        open={doing?.what === 'remove'}
        word="Remove"
        error={remove.error}
        busy={remove.isPending}
        onConfirm={() => doing?.what === 'remove' && remove.mutate(doing.member.id)}
        onClose={close}
      >
        Their sessions end at once. What they have made stays.
      </Confirm>
    </Card>
  );
}

const emailOf = (doing: Doing) => (doing && 'member' in doing ? doing.member.email : 'a member');

function MemberForm({
  role: before,
  withEmail = false,
  error,
  busy,
  onCancel,
  onSubmit,
}: {
  role: Role;
  withEmail?: boolean;
  error: unknown;
  busy: boolean;
  onCancel: () => void;
  onSubmit: (input: { email: string; role: Role }) => void;
}) {
  const [role, setRole] = useState<Role>(before);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit({ email: String(new FormData(event.currentTarget).get('email') ?? '').trim(), role });
  };
  return (
    <form className="form" onSubmit={submit}>
      <Problem error={error} />
      {withEmail && (
        <TextField name="email" type="email" isRequired maxLength={320} autoFocus>
          <Label>Address</Label>
          <Input placeholder="ada@example.org" />
        </TextField>
      )}
      <Choices label="Role" options={ROLES} value={role} onChange={setRole} />
      <div className="actions end">
        <Action onPress={onCancel}>Cancel</Action>
        <Action kind="primary" type="submit" busy={busy}>
          {withEmail ? 'Add' : 'Change'}
        </Action>
      </div>
    </form>
  );
}
