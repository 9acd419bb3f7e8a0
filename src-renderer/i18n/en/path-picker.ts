/** The words of the file dialog for hosts without one of the system. */
export const pathPicker = {
  open: 'Open',
  choose: 'Choose',
  chooseFolder: 'Choose this folder',
  save: 'Save here',
  cancel: 'Cancel',
  up: 'Parent folder',
  folder: 'Folder',
  fileName: 'File name',
  empty: 'Nothing here that fits.',
  loading: 'Reading the folder…',
  selected: (count: number) => (count === 1 ? '1 file chosen' : `${count} files chosen`),
  unreadable: 'This folder cannot be read',
} as const;
