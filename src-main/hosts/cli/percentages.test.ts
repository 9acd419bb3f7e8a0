import { describe, expect, it } from 'vitest';
import { completePercentages } from './percentages.ts';

describe('completePercentages', () => {
  it.each([
    [{}, [80, 10, 10]],
    [{ train: 70 }, [70, 15, 15]],
    [{ train: 100 }, [100, 0, 0]],
    [{ test: 20 }, [70, 10, 20]],
    [{ validation: 5 }, [85, 5, 10]],
    [{ test: 100 }, [0, 0, 100]],
    [{ train: 60, test: 30 }, [60, 10, 30]],
    [{ train: 60, validation: 40 }, [60, 40, 0]],
    [{ validation: 20, test: 20 }, [60, 20, 20]],
    [{ train: 33.3, validation: 33.3, test: 33.4 }, [33.3, 33.3, 33.4]],
  ])('%o becomes %o', (given, [train, validation, test]) => {
    expect(completePercentages(given)).toEqual({ train, validation, test });
  });

  it.each([
    [{ train: 80, validation: 30 }],
    [{ train: 80, validation: 10, test: 5 }],
    [{ validation: 60, test: 60 }],
  ])('refuses %o', (given) => {
    expect(() => completePercentages(given)).toThrow(/add up to 100/);
  });
});
