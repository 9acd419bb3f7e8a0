import { extname } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { checkedLanguage } from '../documents/edit-document.ts';
import type { ProjectChanges } from '../ports/store.ts';

export const projectExtension = '.winnow';
const maximalNameLength = 200;
const maximalDescriptionLength = 20_000;

/** @throws AppError `bad_request`. */
export function checkedProjectFields<Fields extends ProjectChanges>(fields: Fields): Fields {
  const { name, language, description } = fields;
  if (name !== undefined && (name.trim() === '' || name.length > maximalNameLength || /\p{Cc}/u.test(name))) {
    throw new AppError(
      'bad_request',
      `A project needs a name of 1 to ${maximalNameLength} characters on one line.`,
    );
  }
  if (description !== undefined && description.length > maximalDescriptionLength) {
    throw new AppError('bad_request', `A description has at most ${maximalDescriptionLength} characters.`);
  }
  return {
    ...fields,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(language === undefined ? {} : { language: checkedLanguage(language) }),
  };
}

/** @throws AppError `bad_request`. */
export function projectPath(path: string): string {
  if (path.trim() === '') {
    throw new AppError('bad_request', 'Name the file of the project.');
  }
  return extname(path).toLowerCase() === projectExtension ? path : `${path}${projectExtension}`;
}
