import { describe, expect, test } from 'vitest';
import { topicClasses, topicDocuments } from '../../../tests/support/learner.ts';
import { createRandom } from '../random.ts';
import { createThreadPool } from '../threads/pool.ts';
import { runAtOnce } from '../work.ts';
import { groupTexts } from './group-texts.ts';
import { kMeans, normalise } from './k-means.ts';

const pacing = { breathe: async () => {}, checkCancelled: () => {} };
const pool = createThreadPool({ count: 1, entry: null }, pacing);

describe('k-means', () => {
  /** Unit vectors around the axes, `each` of them around every one. */
  function aroundAxes(axes: number, each: number, noise: number) {
    const random = createRandom(5);
    const values = new Float32Array(axes * each * axes);
    for (let at = 0; at < axes * each; at++) {
      for (let k = 0; k < axes; k++) {
        values[at * axes + k] = (at % axes === k ? 1 : 0) + noise * (random.next() / 0x8000_0000 - 1);
      }
      normalise(values, at * axes, axes);
    }
    return { dimensions: axes, values };
  }

  test('finds groups that lie apart', () => {
    const { members } = runAtOnce(kMeans(aroundAxes(5, 40, 0.4), 5, 1));
    const groups = [0, 1, 2, 3, 4].map((axis) => new Set(members.filter((_, at) => at % 5 === axis)));
    expect(groups.map((group) => group.size)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(groups.flatMap((group) => [...group])).size).toBe(5);
  });

  test('the same seed gives the same groups, and none is empty', () => {
    const vectors = aroundAxes(3, 50, 1.5);
    const first = runAtOnce(kMeans(vectors, 7, 9));
    expect(runAtOnce(kMeans(vectors, 7, 9))).toEqual(first);
    expect(new Set(first.members).size).toBe(7);
  });

  test('texts that are all alike, or say nothing, still get a group', () => {
    const alike = { dimensions: 2, values: Float32Array.of(1, 0, 1, 0, 1, 0) };
    expect(runAtOnce(kMeans(alike, 2, 1)).members).toHaveLength(3);
    const zero = { dimensions: 2, values: new Float32Array(6) };
    expect(runAtOnce(kMeans(zero, 2, 1)).members).toHaveLength(3);
  });
});

describe('grouping texts', () => {
  const documents = topicDocuments('single', 240, 3);
  const names = ['Access rights', 'invoice_payment', 'Printer', 'slow network'];
  const group = (given: readonly { id: number; text: string }[], to: readonly string[] = names) =>
    groupTexts(() => given, to, 7, pool, pacing);

  test('finds the subjects, and gives each group the name that its texts speak for', async () => {
    const { ids, members, certainty, groups } = await group(documents);
    expect([...ids]).toEqual(documents.map(({ id }) => id));
    expect(groups.map(({ name }) => name)).toEqual(names);
    const subjects = ['access', 'billing', 'printing', 'network'].map((name) => topicClasses.indexOf(name));
    const right = documents.filter(({ classes }, at) => subjects[members[at]!] === classes[0]);
    expect(right.length / documents.length).toBeGreaterThan(0.95);
    expect(groups.reduce((sum, one) => sum + one.documents, 0)).toBe(documents.length);
    expect(certainty.every((value) => value >= 0 && value <= 1)).toBe(true);
    const known = 'password login reset expired locked account token user access denied'.split(' ');
    expect(groups[0]!.words.filter((word) => known.includes(word)).length).toBeGreaterThan(4);
    for (const [place, { examples }] of groups.entries()) {
      expect(examples).toHaveLength(3);
      for (const id of examples) expect(members[ids.indexOf(id)]).toBe(place);
    }
  });

  test('texts between two groups are the least certain', async () => {
    const random = createRandom(2);
    const some = (words: string, count: number): string[] =>
      Array.from({ length: count }, () => words.split(' ')[random.below(6)]!);
    const fruit = 'apple pear plum cherry quince fig';
    const tools = 'hammer saw drill pliers wrench chisel';
    const texts = Array.from({ length: 130 }, (_, at) => {
      const words = at >= 120 ? [...some(fruit, 3), ...some(tools, 3)] : some(at % 2 ? fruit : tools, 6);
      return { id: at + 1, text: words.join(' ') };
    });
    const { ids, certainty } = await group(texts, ['fruit', 'tools']);
    const order = [...ids.keys()].sort((a, b) => certainty[a]! - certainty[b]!).map((at) => ids[at]!);
    expect(order.slice(0, 10).every((id) => id > 120)).toBe(true);
  });

  test('names that say nothing go by size; the same documents and seed give the same groups', async () => {
    const nothing = ['α', 'β', 'γ', 'δ'];
    const first = await group(documents, nothing);
    const sizes = first.groups.map((one) => one.documents);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(await group(documents, nothing)).toEqual(first);
  });

  test('needs a document for each name, and makes do with blank ones', async () => {
    await expect(group(documents.slice(0, 3))).rejects.toMatchObject({ code: 'too_few_documents' });
    const blank = [1, 2, 3].map((id) => ({ id, text: '' }));
    const { members, certainty } = await group(blank, ['a', 'b']);
    expect(members).toHaveLength(3);
    expect([...certainty]).toEqual([0, 0, 0]);
  });

  test('stops when it is cancelled', async () => {
    const cancelled = {
      ...pacing,
      checkCancelled: () => {
        throw new Error('cancelled');
      },
    };
    const many = Array.from({ length: 3000 }, (_, at) => ({ ...documents[at % 240]!, id: at + 1 }));
    await expect(groupTexts(() => many, names, 1, pool, cancelled)).rejects.toThrow('cancelled');
  });
});
