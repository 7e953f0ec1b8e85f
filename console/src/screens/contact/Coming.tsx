// What is planned: open tasks with a tick, and appointments from now on.
import { CalendarDays } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import type { Answer } from '~/api/client';
import { useGet, useSend } from '~/api/query';
import { useMay } from '~/api/session';
import { Card } from '~/components/Page';
import { Loaded, Skeleton } from '~/components/states';
import { cn } from '~/lib/cn';
import { ago, when } from '~/lib/format';
import { texts } from '~/texts';

const words = texts.contact;
const TASKS = '/contacts/{contactId}/tasks';
type Tasks = Answer<'get', typeof TASKS>;

export function Coming({ contactId }: { contactId: string }) {
  const path = { contactId };
  const mayWrite = useMay('write');
  const client = useQueryClient();
  const tasks = useGet(TASKS, { path });
  const appointments = useGet('/contacts/{contactId}/appointments', { path });
  const key = [TASKS, { path }];
  const tick = useSend('put', '/contacts/{contactId}/tasks/{taskId}/completed', {
    renews: [TASKS, '/tenon/v1/contacts/{contactId}/timeline'],
    optimistic: ({ path: { taskId } }) => {
      const before = client.getQueryData<Tasks>(key);
      client.setQueryData<Tasks>(key, (now) => now && { ...now, tasks: now.tasks.map((task) => (task.id === taskId ? { ...task, completed: true } : task)) });
      return () => client.setQueryData(key, before);
    },
  });
  const coming = (appointments.data?.events ?? []).filter(({ endTime }) => Date.parse(endTime) > Date.now()).sort((a, b) => a.startTime.localeCompare(b.startTime));
  return (
    <Card title={words.coming}>
      <Loaded query={tasks} skeleton={<Skeleton rows={2} className="h-8" />}>
        {(data) => {
          const open = data.tasks.filter(({ completed }) => !completed);
          if (open.length + coming.length === 0) return <p className="text-quiet">{words.nothingComing}</p>;
          return (
            <ul className="space-y-2.5">
              {coming.map((it) => (
                <li key={it.id} className="flex gap-3"><CalendarDays size={17} aria-hidden className="mt-1 shrink-0 text-info" /><span className="min-w-0"><bdi>{it.title}</bdi><span className="block text-sm text-quiet">{when(it.startTime)}</span></span></li>
              ))}
              {open.map((task) => {
                const isLate = task.dueDate !== undefined && Date.parse(task.dueDate) < Date.now();
                return (
                  <li key={task.id} className="flex gap-3">
                    <input type="checkbox" className="mt-1 size-4.5 shrink-0 accent-accent" aria-label={words.tick(task.title)} checked={false} disabled={!mayWrite} onChange={() => tick.mutate({ path: { contactId, taskId: task.id }, body: { completed: true } })} />
                    <span className="min-w-0"><bdi>{task.title}</bdi>
                      {task.dueDate && <time dateTime={task.dueDate} title={when(task.dueDate)} className={cn('block text-sm', isLate ? 'text-bad' : 'text-quiet')}>{isLate ? words.overdue(ago(task.dueDate)) : words.due(ago(task.dueDate))}</time>}
                    </span>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
