import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createThrottle } from './throttle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first request is served at once, later ones together, the last one always', () => {
  const deliver = vi.fn();
  const throttle = createThrottle(125, deliver);
  throttle.request();
  expect(deliver).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 50; count++) {
    throttle.request();
  }
  expect(deliver).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(125);
  expect(deliver).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(deliver).toHaveBeenCalledTimes(2);
});

test('a constant stream is served eight times a second', () => {
  const deliver = vi.fn();
  const throttle = createThrottle(125, deliver);
  for (let millisecond = 0; millisecond < 1000; millisecond++) {
    throttle.request();
    vi.advanceTimersByTime(1);
  }
  expect(deliver.mock.calls.length).toBeGreaterThanOrEqual(8);
  expect(deliver.mock.calls.length).toBeLessThanOrEqual(9);
});

test('nothing is delivered after the stop', () => {
  const deliver = vi.fn();
  const throttle = createThrottle(125, deliver);
  throttle.request();
  throttle.request();
  throttle.stop();
  vi.advanceTimersByTime(1000);
  expect(deliver).toHaveBeenCalledTimes(1);
});
