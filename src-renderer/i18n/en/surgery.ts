/** The words of changing the schema over all documents, and of the test set's seal. */
export const surgery = {
  settings: 'Labels and test set',
  merge: {
    button: 'Merge…',
    title: 'Merge classes',
    confirm: 'Merge',
    classes: 'Classes to merge',
    into: 'The one that stays',
    choose: 'Choose at least two classes.',
    preview: (documents: string, name: string) => `${documents} get the label “${name}”.`,
    overlapping: (documents: string) => `${documents} carry several of them and keep one.`,
    models: (names: string) => `Models that know a class which goes: ${names}; they stay as they are.`,
    undo: 'One undo brings the classes and their labels back; labels given since survive.',
    done: (documents: string) => `Merged: ${documents} relabelled.`,
  },
  split: {
    button: 'Split…',
    title: 'Split a class',
    hint: 'Name the new classes. The texts of the class are grouped by what they are like; you see the groups before anything changes, then decide each document in a queue.',
    class: 'Class to split',
    nameOf: (place: number) => `Name of new class ${place}`,
    another: 'Another class',
    propose: 'Propose groups',
    running: 'Grouping the documents…',
    proposal: (documents: string, name: string) => `${documents} documents of “${name}” would become:`,
    telling: 'Telling words:',
    consequence:
      'Each document gets the class of its group and is marked unsure, so that the unsure queue shows them all, the least certain first. One undo takes everything back.',
    again: 'Other names',
    confirm: 'Split',
    done: (documents: string) => `Split: ${documents} wait in the unsure queue.`,
  },
  deleted: {
    title: (count: string) => `${count} deleted ${count === '1' ? 'class' : 'classes'}`,
    facts: (date: string, documents: string) => `deleted ${date}, was on ${documents}`,
    restore: 'Bring back',
    done: (documents: string) => `Brought back with ${documents}.`,
    skipped: (count: string) => `${count} had been labelled anew and stayed.`,
  },
  convert: {
    title: 'Classes a document may have',
    kinds: { single: 'Exactly one', multi: 'Any number' },
    to: { single: 'Allow exactly one…', multi: 'Allow several…' },
    confirm: 'Convert',
    nothingLost: (documents: string) => `${documents} keep the label they have. Nothing is lost.`,
    losing: (several: string, none: string) =>
      `${several} with several classes lose their labels and are marked unsure. ${none} judged to have no class become unlabelled.`,
    models: (models: string) => `${models} stay of the other kind and keep working as they do.`,
    undo: 'One undo takes it back.',
    done: (documents: string) => `Converted: ${documents} changed.`,
  },
  testSet: {
    title: 'Test set',
    policies: { open: 'Open', sealed: 'Sealed' },
    hints: {
      open: 'Mistakes in the test set can be looked at. Correcting its labels after seeing results makes figures too good; Winnow counts such changes.',
      sealed:
        'Only figures of the test set are shown. Mistakes are shown of the validation set alone: here, on the command line, in exports and in reports.',
    },
  },
} as const;
