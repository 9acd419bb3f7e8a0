import { classes } from './en/classes.ts';
import { classify } from './en/classify.ts';
import { documents } from './en/documents.ts';
import { evaluate } from './en/evaluate.ts';
import { files } from './en/files.ts';
import { highlight } from './en/highlight.ts';
import { home } from './en/home.ts';
import { importing } from './en/import.ts';
import { label } from './en/label.ts';
import { models } from './en/models.ts';
import { pathPicker } from './en/path-picker.ts';
import { review } from './en/review.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { train } from './en/train.ts';

/** Every word on screen, by screen; another language is another object of this shape. */
export const text = {
  classes,
  classify,
  documents,
  evaluate,
  files,
  highlight,
  home,
  importing,
  label,
  models,
  pathPicker,
  review,
  settings,
  shell,
  train,
} as const;
