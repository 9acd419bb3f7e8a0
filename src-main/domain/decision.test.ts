import { describe, expect, test } from 'vitest';
import { checkRule, type DecisionRule, decide, effectiveThresholds, plainRule } from './decision.ts';

const rule = (fields: Partial<DecisionRule>): DecisionRule => ({
  thresholds: [],
  accept: [],
  band: 0,
  ...fields,
});

describe('single-label', () => {
  const scores = [0.2, 0.55, 0.25];
  const cases: readonly [string, readonly number[], readonly number[], boolean][] = [
    ['a score above what is accepted', [0.9, 0.5, 0.9], [1], false],
    ['a score of just what is accepted', [0, 0.55, 0], [1], false],
    ['a score below it', [0, 0.56, 0], [1], true],
    ['no rule', [], [1], false],
  ];
  test.each(cases)('%s', (_, accept, predicted, unsure) => {
    expect(decide(scores, 'single', [], rule({ accept }))).toEqual({ predicted, unsure });
  });

  test('the first of equal scores is given, and thresholds and band play no part', () => {
    const all = rule({ accept: [0.5, 0, 0], thresholds: [0.9, 0.9, 0.9], band: 1 });
    expect(decide([0.4, 0.4, 0.2], 'single', [], all)).toEqual({ predicted: [0], unsure: true });
  });
});

describe('multi-label', () => {
  const own = [0.5, 0.3, 0.5];
  const cases: readonly [string, readonly number[], Partial<DecisionRule>, readonly number[], boolean][] = [
    ["the model's own thresholds", [0.6, 0.3, 0.2], { thresholds: [null, null, null] }, [0, 1], false],
    ['best first', [0.5, 0.9, 0.7], { thresholds: [null, null, null] }, [1, 2, 0], false],
    ['a threshold of the rule', [0.6, 0.3, 0.2], { thresholds: [0.7, null, 0.1] }, [1, 2], false],
    ['a threshold of 0 is one', [0.6, 0.1, 0], { thresholds: [null, null, 0] }, [0, 2], false],
    ['none that reaches its threshold', [0.1, 0.1, 0.1], { thresholds: [null, null, null] }, [], false],
    ['a given class within the band', [0.55, 0, 0], { thresholds: [], band: 0.1 }, [0], true],
    ['a class within the band that is not given', [0.9, 0.25, 0], { thresholds: [], band: 0.1 }, [0], true],
    ['at the edge of the band', [0.75, 0, 0], { thresholds: [], band: 0.25 }, [0], false],
    ['the band lies around the rule’s threshold', [0.55, 0, 0], { thresholds: [0.9], band: 0.1 }, [], false],
  ];
  test.each(cases)('%s', (_, scores, fields, predicted, unsure) => {
    expect(decide(scores, 'multi', own, rule(fields))).toEqual({ predicted, unsure });
  });

  test('thresholds are filled up with the model’s own', () => {
    expect(effectiveThresholds(own, rule({ thresholds: [null, 0.4, null] }))).toEqual([0.5, 0.4, 0.5]);
  });
});

describe('a rule is checked against its model', () => {
  test.each(['single', 'multi'] as const)('the plain rule fits (%s)', (kind) => {
    expect(() => checkRule(plainRule(kind, 3), kind, 3)).not.toThrow();
    expect(decide([0.2, 0.7, 0.1], kind, [0.5, 0.5, 0.5], plainRule(kind, 3))).toEqual({
      predicted: [1],
      unsure: false,
    });
  });

  const wrong: readonly [string, Partial<DecisionRule>, 'single' | 'multi', RegExp][] = [
    ['too few', { accept: [0.5] }, 'single', /"accept" has 1 entries; the model has 2/],
    ['none of those needed', {}, 'multi', /"thresholds" has 0 entries/],
    ['of the other kind too many', { accept: [0, 0], thresholds: [0] }, 'single', /"thresholds" has 1/],
    ['above 1', { accept: [0.5, 1.5] }, 'single', /"accept" holds 1.5/],
    ['below 0', { thresholds: [null, -0.1] }, 'multi', /"thresholds" holds -0.1/],
    ['no number', { accept: [Number.NaN, 0] }, 'single', /"accept" holds NaN/],
    ['a band above 1', { accept: [0, 0], band: 2 }, 'single', /band is 2/],
  ];
  test.each(wrong)('%s', (_, fields, kind, message) => {
    expect(() => checkRule(rule(fields), kind, 2)).toThrow(message);
  });
});
