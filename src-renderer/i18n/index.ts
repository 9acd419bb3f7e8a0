import { api } from './en/api.ts';
import { classes } from './en/classes.ts';
import { classify } from './en/classify.ts';
import { compare } from './en/compare.ts';
import { deployments } from './en/deployments.ts';
import { documents } from './en/documents.ts';
import { evaluate } from './en/evaluate.ts';
import { exchange } from './en/exchange.ts';
import { files } from './en/files.ts';
import { guidance } from './en/guidance.ts';
import { health } from './en/health.ts';
import { highlight } from './en/highlight.ts';
import { history } from './en/history.ts';
import { home } from './en/home.ts';
import { importing } from './en/import.ts';
import { label } from './en/label.ts';
import { modelExport } from './en/model-export.ts';
import { models } from './en/models.ts';
import { pathPicker } from './en/path-picker.ts';
import { report } from './en/report.ts';
import { review } from './en/review.ts';
import { scores } from './en/scores.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { suggestions } from './en/suggestions.ts';
import { surgery } from './en/surgery.ts';
import { train } from './en/train.ts';

/** Every word on screen, by screen; another language is another object of this shape. */
export const text = {
  api,
  classes,
  classify,
  compare,
  deployments,
  documents,
  evaluate,
  exchange,
  files,
  guidance,
  health,
  highlight,
  history,
  home,
  importing,
  label,
  modelExport,
  models,
  pathPicker,
  report,
  review,
  scores,
  settings,
  shell,
  suggestions,
  surgery,
  train,
} as const;
