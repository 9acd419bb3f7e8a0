import { describe, expect, it } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { Refusal, type RestContext } from './context.ts';
import { failureOf, withoutPaths } from './failures.ts';

describe('withoutPaths', () => {
  it.each([
    ['The file /home/anna/data/x.csv cannot be read.', 'The file x.csv cannot be read.'],
    ['The project "/home/anna/My data/x.winnow" is open.', 'The project "x.winnow" is open.'],
    ['The file of “C:\\Users\\Anna B\\x.txt” is gone.', 'The file of “x.txt” is gone.'],
    ['Cannot open C:/Users/anna/x.txt, D:\\y.txt', 'Cannot open x.txt, y.txt'],
    ['\\\\server\\share\\x.txt is missing', 'x.txt is missing'],
    [
      'Use train/test or 1/2; see http://127.0.0.1:7080/api.',
      'Use train/test or 1/2; see http://127.0.0.1:7080/api.',
    ],
    ['There is no “a.txt” in the folder “texts”.', 'There is no “a.txt” in the folder “texts”.'],
  ])('%s', (message, expected) => {
    expect(withoutPaths(message)).toBe(expected);
  });
});

describe('failureOf', () => {
  const reported: unknown[] = [];
  const rest = { reportUnexpected: (error: unknown) => `r${reported.push(error)}` } as unknown as RestContext;

  it('tells what was foreseen, and of anything else its reference only', () => {
    const own = new AppError('training_in_progress', 'A training is running.');
    expect(failureOf(own, rest, '/x')).toEqual({ status: 409, code: own.code, message: own.message });
    expect(failureOf(new Refusal(429, 'Too many.'), rest, '/x')).toEqual({
      ...{ status: 429, code: null, message: 'Too many.' },
    });
    const malformed = Object.assign(new Error('Body is not valid JSON'), { statusCode: 400 });
    expect(failureOf(malformed, rest, '/x')).toMatchObject({ status: 400, code: null });
    expect(reported).toEqual([]);
    const failure = failureOf(new TypeError('secret of /home/anna'), rest, '/x');
    expect(failure).toMatchObject({ status: 500, code: 'internal' });
    expect(failure.message).toMatch(/names it as r1\.$/);
    expect(reported).toHaveLength(1);
  });
});
