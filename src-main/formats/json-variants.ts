/** A JSON object of a file. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Brings the rows of other tools to the plain form `{text, labels, ...}`: tasks of Label Studio, rows of
 * Prodigy, and augmented manifests of Amazon SageMaker. Any other row comes back as it is.
 */
export function simplifyVariant(row: JsonObject): JsonObject {
  if (isJsonObject(row['data']) && ('annotations' in row || 'completions' in row))
    return fromLabelStudio(row, row['data']);
  if ('answer' in row && ('accept' in row || 'label' in row)) return fromProdigy(row);
  if ('source' in row && !('text' in row)) return fromManifest(row);
  return row;
}

/** The choices of the newest annotation that was not cancelled; a task without one is unlabelled. */
function fromLabelStudio(row: JsonObject, data: JsonObject): JsonObject {
  const annotations = row['annotations'] ?? row['completions'];
  const valid = (Array.isArray(annotations) ? annotations : []).filter(
    (annotation): annotation is JsonObject =>
      isJsonObject(annotation) && annotation['was_cancelled'] !== true,
  );
  const last = valid.at(-1);
  const plain: Record<string, unknown> = { ...data };
  if (!('text' in plain)) plain['text'] = longestString(data);
  if (row['id'] !== undefined && !('id' in plain)) plain['id'] = row['id'];
  plain['labels'] = last === undefined ? null : choicesOf(last);
  return plain;
}

function choicesOf(annotation: JsonObject): readonly unknown[] {
  const choices: unknown[] = [];
  const results = Array.isArray(annotation['result']) ? annotation['result'] : [];
  for (const result of results) {
    if (!isJsonObject(result) || result['type'] !== 'choices' || !isJsonObject(result['value'])) continue;
    const chosen = result['value']['choices'];
    // A nested choice is the path to it.
    if (Array.isArray(chosen))
      choices.push(...chosen.map((one) => (Array.isArray(one) ? one.join(' / ') : one)));
  }
  return choices;
}

function longestString(data: JsonObject): string | undefined {
  let longest: string | undefined;
  for (const value of Object.values(data)) {
    if (typeof value === 'string' && value.length >= (longest?.length ?? 0)) longest = value;
  }
  return longest;
}

/** Only an accepted answer says which labels a text has. */
function fromProdigy(row: JsonObject): JsonObject {
  const { answer, accept, options: _options, _input_hash, _task_hash, _view_id, ...plain } = row;
  const labels = answer === 'accept' ? (accept ?? row['label']) : null;
  const { label: _label, ...rest } = plain;
  return { ...rest, labels };
}

/**
 * An augmented manifest names its job in a key of any name; `<key>-metadata` holds the names of the classes,
 * the key itself only their numbers.
 */
function fromManifest(row: JsonObject): JsonObject {
  for (const [key, metadata] of Object.entries(row)) {
    if (!key.endsWith('-metadata') || !isJsonObject(metadata)) continue;
    const job = key.slice(0, -'-metadata'.length);
    const { source, [job]: value, [key]: _metadata, ...rest } = row;
    if (metadata['type'] === 'groundtruth/text-classification') {
      return { ...rest, text: source, labels: metadata['class-name'] ?? null };
    }
    if (metadata['type'] === 'groundtruth/text-classification-multilabel') {
      const names = isJsonObject(metadata['class-map']) ? metadata['class-map'] : {};
      const labels = Array.isArray(value) ? value.map((index) => names[String(index)] ?? null) : null;
      return { ...rest, text: source, labels };
    }
  }
  return row;
}
