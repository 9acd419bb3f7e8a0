import { describe, expect, it } from 'vitest';
import { type FromWorker, workerCredits } from '../../core/ports/worker.ts';
import { createTaskContext } from './task-context.ts';

function start() {
  const sent: FromWorker[] = [];
  return { sent, ...createTaskContext({ send: (message) => sent.push(message) }) };
}

describe('the context of a task', () => {
  it('waits for a credit when eight batches are unanswered', async () => {
    const { sent, context, receive } = start();
    const numbers = Array.from({ length: workerCredits + 2 }, (_, index) => index);
    const all = (async () => {
      for (const number of numbers) await context.batch(number);
      await context.drained();
    })();
    await context.breathe();
    expect(sent).toHaveLength(workerCredits);
    receive({ type: 'credit' });
    await context.breathe();
    expect(sent).toHaveLength(workerCredits + 1);
    for (let credit = 1; credit < numbers.length; credit++) receive({ type: 'credit' });
    await context.breathe();
    receive({ type: 'credit' });
    await all;
    expect(sent.map((message) => message.type === 'batch' && message.batch)).toEqual(numbers);
  });

  it('wakes a waiting task when it is cancelled', async () => {
    const { context, receive } = start();
    for (let batch = 0; batch < workerCredits; batch++) await context.batch(batch);
    const waiting = context.batch('one more');
    receive({ type: 'cancel' });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(context.signal.aborted).toBe(true);
    expect(() => context.checkCancelled()).toThrow();
  });

  it('sends the first progress of each phase at once and drops what comes too often', () => {
    const { sent, context } = start();
    for (let step = 0; step < 100; step++) context.progress({ phase: 'one', fraction: step / 100 });
    context.progress({ phase: 'two', fraction: 0 });
    expect(sent[0]).toEqual({ type: 'progress', progress: { phase: 'one', fraction: 0 } });
    expect(sent.at(-1)).toEqual({ type: 'progress', progress: { phase: 'two', fraction: 0 } });
    expect(sent.length).toBeLessThan(20);
  });

  it('sends a new message of a phase at once, but not every number that it counts to', () => {
    const { sent, context } = start();
    for (let step = 0; step < 100; step++) {
      context.progress({ phase: 'one', message: `round ${step}`, fraction: step / 100 });
    }
    expect(sent.length).toBeLessThan(20);
    context.progress({ phase: 'one', message: 'the other learner', fraction: 1 });
    expect(sent.at(-1)).toMatchObject({ progress: { message: 'the other learner' } });
  });
});
