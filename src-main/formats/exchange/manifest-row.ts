import { isJsonObject, type JsonObject } from '../json-variants.ts';
import { setField } from '../record-from-table.ts';

const metadataEnding = '-metadata';
/** SageMaker Ground Truth's own types of text classification jobs. */
const singleType = 'groundtruth/text-classification';
const multiType = 'groundtruth/text-classification-multilabel';

export interface ManifestAttribute {
  readonly name: string;
  readonly several: boolean;
}

/** The attributes of a row that hold labels, in its order; their names are free, their metadata tell them. */
export function labelAttributes(row: JsonObject): readonly ManifestAttribute[] {
  return Object.entries(row).flatMap(([key, metadata]) => {
    if (!key.endsWith(metadataEnding) || !isJsonObject(metadata)) return [];
    const { type } = metadata;
    if (type !== singleType && type !== multiType) return [];
    return [{ name: key.slice(0, -metadataEnding.length), several: type === multiType }];
  });
}

/**
 * Names of the classes that an attribute gives; `null` where the row lacks it; a text says why they cannot be told.
 * The numbers of the attribute itself mean nothing without the names beside them. `confidence-map` is not read: in
 * AWS's own sample its keys are not those of `class-map`.
 */
export function manifestLabels(row: JsonObject, attribute: string): readonly string[] | null | string {
  const metadata = row[`${attribute}${metadataEnding}`];
  if (!isJsonObject(metadata)) return null;
  if (metadata['type'] === singleType) {
    const name = metadata['class-name'];
    return typeof name === 'string' ? [name] : 'The label has no "class-name".';
  }
  if (metadata['type'] !== multiType) return null;
  const numbers = row[attribute];
  const names = metadata['class-map'];
  if (!Array.isArray(numbers)) return 'The labels are no list of numbers.';
  if (!isJsonObject(names)) return 'The labels have no "class-map".';
  const labels: string[] = [];
  for (const number of numbers) {
    const name = names[String(number)];
    if (typeof name !== 'string')
      return `The "class-map" has no class for ${JSON.stringify(number)?.slice(0, 40)}.`;
    labels.push(name);
  }
  return labels;
}

/** What a row holds besides its text and its labels, as texts. */
export function manifestFields(row: JsonObject): Readonly<Record<string, string>> | null {
  const attributes = new Set(labelAttributes(row).map(({ name }) => name));
  let fields: Record<string, string> | null = null;
  for (const [key, value] of Object.entries(row)) {
    if (key === 'source' || key.endsWith(metadataEnding) || attributes.has(key)) continue;
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    fields ??= {};
    setField(fields, key, String(value));
  }
  return fields;
}
