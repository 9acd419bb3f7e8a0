import { AppError } from '../../domain/errors.ts';
import { families, familyOf, optionProblem } from '../../domain/families.ts';
import type { TrainRequest } from '../learning.ts';

/** @throws AppError `unsupported_option`. */
export function checkedFamily(request: TrainRequest): Pick<TrainRequest, 'family' | 'options' | 'encoder'> {
  const { family, options, encoder } = request;
  const known = familyOf(family);
  if (known === undefined) {
    const ids = families.map(({ id }) => id).join(', ');
    throw new AppError('unsupported_option', `There is no model family "${family}". Use one of: ${ids}.`);
  }
  const problem = optionProblem(known.options, options);
  if (problem !== null) throw new AppError('unsupported_option', problem);
  if (known.needsEncoder && encoder === null) {
    throw new AppError(
      'unsupported_option',
      `The family "${family}" needs the folder of a sentence encoder. Choose one, or use another family.`,
    );
  }
  if (!known.needsEncoder && known.id !== 'auto' && encoder !== null) {
    throw new AppError(
      'unsupported_option',
      `The family "${family}" uses no sentence encoder. Train "encoder" or "auto", or leave the folder out.`,
    );
  }
  return { family, options, encoder };
}
