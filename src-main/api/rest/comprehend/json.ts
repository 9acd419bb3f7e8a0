declare global {
  interface JSON {
    /** ECMAScript's proposal “JSON.parse source text access”, which Node 22 has; its types lag behind. */
    rawJSON(text: string): unknown;
  }
}

/** Members that are floating-point numbers by AWS's description. */
const floats = new Set([
  'Score',
  ...['Accuracy', 'Precision', 'Recall', 'F1Score'],
  ...['MicroPrecision', 'MicroRecall', 'MicroF1Score', 'HammingLoss'],
]);

/** JSON as AWS writes it: a whole score is `1.0`, which Python and its like read as a float and not as an integer. */
export function awsJson(value: object): string {
  return JSON.stringify(value, (key, member: unknown) =>
    typeof member === 'number' && floats.has(key) && Number.isInteger(member)
      ? JSON.rawJSON(`${member}.0`)
      : member,
  );
}
