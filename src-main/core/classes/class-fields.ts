import type { ProjectClass } from '../../domain/class.ts';
import { defaultClassColor, defaultClassKey, parseClassName } from '../../domain/classes.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectContext } from '../projects/project-context.ts';

export type ClassFields = Partial<Pick<ProjectClass, 'name' | 'description' | 'color' | 'key'>>;

const maximalDescriptionLength = 20_000;

/**
 * The fields as they are stored. `classId` is the class that they are for, null for a new one.
 * @throws AppError `class_name_invalid`, `class_name_taken`, `bad_request`.
 */
export function checkedFields(
  context: ProjectContext,
  fields: ClassFields,
  classId: number | null,
): ClassFields {
  return {
    ...(fields.name === undefined ? {} : { name: checkedName(context, fields.name, classId) }),
    ...(fields.description === undefined ? {} : { description: checkedDescription(fields.description) }),
    ...(fields.color === undefined ? {} : { color: checkedColor(fields.color) }),
    ...(fields.key === undefined ? {} : { key: checkedKey(context, fields.key, classId) }),
  };
}

function checkedName(context: ProjectContext, input: string, classId: number | null): string {
  const name = parseClassName(input);
  const other = context.store.classes.findByName(name);
  if (other !== undefined && other.id !== classId) {
    throw new AppError('class_name_taken', `There is a class “${name}” already. Choose another name.`);
  }
  return name;
}

function checkedDescription(description: string): string {
  if (description.length > maximalDescriptionLength) {
    throw new AppError('bad_request', `A description has at most ${maximalDescriptionLength} characters.`);
  }
  return description;
}

function checkedColor(color: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) {
    throw new AppError('bad_request', `"${color}" is no colour. Use one like ${defaultClassColor(0)}.`);
  }
  return color.toLowerCase();
}

function checkedKey(context: ProjectContext, input: string | null, classId: number | null): string | null {
  if (input === null) {
    return null;
  }
  const key = input.toLowerCase();
  if ([...key].length !== 1 || /[\s\p{C}]/u.test(key)) {
    throw new AppError('bad_request', `"${input}" is no key. Use one character.`);
  }
  const owner = context.store.classes.list().find((other) => other.key === key && other.id !== classId);
  if (owner !== undefined) {
    throw new AppError('bad_request', `The key ${key} belongs to “${owner.name}”. Choose another one.`);
  }
  return key;
}

/** The first of 1 to 9, then 0, that no class has; null when all are taken. */
export function freeKey(classes: readonly ProjectClass[]): string | null {
  const taken = new Set(classes.map((entry) => entry.key));
  for (let position = 0; ; position++) {
    const key = defaultClassKey(position);
    if (key === null || !taken.has(key)) {
      return key;
    }
  }
}

export function nextPosition(classes: readonly ProjectClass[]): number {
  return classes.reduce((highest, entry) => Math.max(highest, entry.position + 1), 0);
}

/** All fields of a new class, the missing ones filled with what fits the project. */
export function newClass(
  context: ProjectContext,
  fields: ClassFields & { readonly name: string },
): Omit<ProjectClass, 'id'> {
  const existing = context.store.classes.list();
  const position = nextPosition(existing);
  return {
    name: fields.name,
    description: fields.description ?? '',
    color: fields.color ?? defaultClassColor(position),
    key: fields.key === undefined ? freeKey(existing) : fields.key,
    position,
  };
}
