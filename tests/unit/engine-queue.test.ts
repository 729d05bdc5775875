import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/engine/event-queue';

async function collect(queue: EventQueue<number>): Promise<{ values: number[]; error?: unknown }> {
  const values: number[] = [];
  try {
    for await (const value of queue) values.push(value);
  } catch (error) {
    return { values, error };
  }
  return { values };
}

describe('EventQueue', () => {
  it('hands over what came before and after the consumer began', async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    const result = collect(queue);
    await Promise.resolve();
    queue.push(2);
    await Promise.resolve();
    queue.push(3);
    queue.end();
    queue.push(4);
    expect(await result).toEqual({ values: [1, 2, 3] });
  });

  it('throws after the values that were there', async () => {
    const queue = new EventQueue<number>();
    queue.push(1);
    queue.fail(new Error('broken'));
    expect(await collect(queue)).toEqual({ values: [1], error: new Error('broken') });
  });
});
