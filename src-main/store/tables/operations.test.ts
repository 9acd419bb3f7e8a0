import { expect, test } from 'vitest';
import { newStore } from '../../../tests/support/store.ts';
import type { Operation } from '../../core/ports/history-tables.ts';

test('what was changed anew since: not by what was undone, nor by what takes back another', async () => {
  const { operations } = await newStore();
  const place = { documentId: 1, field: 'labels' } as const;
  const add = (fields: Partial<Operation>, documentId = 1): number => {
    const id = operations.insert({
      kind: 'label',
      title: 'Label',
      annotator: 'Eva',
      source: 'label',
      at: '2026-01-02T03:04:05.000Z',
      details: null,
      reverts: null,
      finished: true,
      ...fields,
    });
    operations.addChange(id, { documentId, field: 'labels', before: 'null', after: '[1]' });
    return id;
  };
  const first = add({});
  add({}, 2);
  add({ finished: false });
  add({ details: { takesBack: 77 } });
  const undone = add({});
  operations.setUndoneBy(undone, add({ reverts: undone }));
  expect(operations.changedSince(first, place)).toBe(false);
  operations.setUndoneBy(undone, null);
  expect(operations.changedSince(first, place)).toBe(true);
  expect(operations.changedSince(undone, place)).toBe(false);
});
