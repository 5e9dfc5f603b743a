import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../data/api.js';
import { exactTime } from '../data/wording.js';
import { Action } from '../parts/action.js';
import { Card } from '../parts/card.js';
import { List } from '../parts/list.js';
import { Empty, Problem } from '../parts/notice.js';

const PAGE = 50;

/** Who changed what in this tenant. */
export function AuditLog() {
  const list = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) => api.audit.list.query({ limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const lines = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title="Audit log" note="Who changed what, newest first. Uploads are documents of their own and are not listed here.">
      <Problem error={list.error} />
      {lines.length ? (
        <List
          caption="Changes, newest first"
          items={lines.map((line, index) => ({ ...line, index }))}
          keyOf={({ index }) => String(index)}
          testId="change"
          columns={[
            { label: 'Action', render: ({ action }) => <code>{action}</code> },
            { label: 'Of', render: ({ target }) => (target === null ? '–' : <code>{target}</code>) },
            { label: 'By', render: ({ actor }) => (actor === 'local' ? 'this machine' : <code>{actor}</code>) },
            { label: 'From', render: ({ address }) => address },
            { label: 'When', render: ({ at }) => exactTime(at), title: ({ requestId }) => `request ${requestId}` },
          ]}
        />
      ) : (
        list.isSuccess && <Empty title="Nothing was changed yet" />
      )}
      {list.hasNextPage && (
        <div className="more">
          <Action busy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            Show older changes
          </Action>
        </div>
      )}
    </Card>
  );
}
