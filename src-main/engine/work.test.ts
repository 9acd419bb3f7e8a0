import { describe, expect, it } from 'vitest';
import { AppError } from '../domain/errors.ts';
import { inStretches, runAtOnce, runPaced, type Work } from './work.ts';

function* counting(steps: number, done: number[]): Work<string> {
  for (let step = 0; step < steps; step++) {
    done.push(step);
    yield;
  }
  return 'done';
}

describe('paced work', () => {
  it('pauses after every step, the last one too, and gives the result', async () => {
    const done: number[] = [];
    const seen: number[] = [];
    const result = await runPaced(counting(3, done), async () => {
      seen.push(done.length);
    });
    expect(result).toBe('done');
    expect(seen).toEqual([1, 2, 3, 3]);
  });

  it('ends with what the pause throws', async () => {
    const done: number[] = [];
    const running = runPaced(counting(5, done), async () => {
      if (done.length === 2) throw new AppError('cancelled', 'Stopped.');
    });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(done).toEqual([0, 1]);
  });

  it('does the same at once', () => {
    const done: number[] = [];
    expect(runAtOnce(counting(3, done))).toBe('done');
    expect(done).toEqual([0, 1, 2]);
  });
});

describe('stretches', () => {
  it.each([
    [0, 3, []],
    [6, 3, ['0-3', '3-6']],
    [7, 3, ['0-3', '3-6', '6-7']],
    [2, Number.POSITIVE_INFINITY, ['0-2']],
  ])('cover %i things, at most %i at a time', (count, each, expected) => {
    const stretches: string[] = [];
    runAtOnce(inStretches(count, each, (from, to) => stretches.push(`${from}-${to}`)));
    expect(stretches).toEqual(expected);
  });
});
