import { expect, test } from 'vitest';
import { events } from './live';

const stream = (...parts: string[]) => new ReadableStream<Uint8Array>({
  start(controller) {
    for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
    controller.close();
  },
});

test('events are read across the pieces they come in', async () => {
  const told = [];
  for await (const event of events(stream(': hello\n\nid: 7\nevent: cha', 'nge\ndata: {"a":\ndata: 1}\n', '\nevent: beat\nid: 9\ndata: {}\n\nevent: half'))) told.push(event);
  expect(told).toEqual([
    { id: '7', name: 'change', data: '{"a":\n1}' },
    { id: '9', name: 'beat', data: '{}' },
  ]);
});
