/** The words around guidance; the advice itself comes as sentences with rule, number and limit. */
export const guidance = {
  title: 'What to do next',
  none: 'No rule has anything to object to.',
  loading: 'Looking at the rules…',
  note: 'Note',
  warning: 'Warning',
  more: (count: string) => `Show ${count} more`,
  alike: (count: string) => `${count} more like this`,
  fewer: 'Show fewer',
  remedies: {
    label: 'Label more of it',
    place: 'Choose test documents',
    open: (actual: string, predicted: string) => `Open ${actual} → ${predicted}`,
    describe: 'Sharpen the descriptions',
    merge: 'Merge the classes…',
    exclude: (documents: string) => `Set ${documents} aside from training`,
    threshold: 'Change its threshold',
    health: { 'label-errors': 'Look for wrong labels', duplicates: 'Look at the duplicates' },
  },
  excluded: (documents: string) =>
    `${documents} set aside; train again to see the difference. Undo brings them back.`,
} as const;
