/** The settings of the normaliser `BertNormalizer` in tokenizer.json. */
export interface BertNormaliserJson {
  readonly clean_text?: boolean;
  readonly handle_chinese_chars?: boolean;
  readonly strip_accents?: boolean | null;
  readonly lowercase?: boolean;
}

/** What is dropped: NUL, the replacement character, controls and formats, but for white space. */
const dropped = /(?![\t\n\r])[\0\ufffd\p{Cc}\p{Cf}\p{Co}]/gu;
const whiteSpace = /\p{White_Space}/gu;
const chinese =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/**
 * BERT's own cleaning, in the order of the Rust package `tokenizers`: controls out, spaces around Chinese characters
 * (those beyond 16 bits too), accents off (as a rule where letters are made small), small letters.
 */
export function bertNormaliser(json: BertNormaliserJson): (text: string) => string {
  const lowercase = json.lowercase ?? true;
  const stripAccents = json.strip_accents ?? lowercase;
  return (text) => {
    let normal = text;
    if (json.clean_text ?? true) normal = normal.replace(dropped, '').replace(whiteSpace, ' ');
    if (json.handle_chinese_chars ?? true) normal = normal.replace(chinese, ' $& ');
    if (stripAccents) normal = normal.normalize('NFD').replace(/\p{Mn}/gu, '');
    return lowercase ? lowerCased(normal) : normal;
  };
}

/** Character by character: JavaScript alone writes a capital sigma at the end of a word as a final one. */
export function lowerCased(text: string): string {
  return text.replaceAll('Σ', 'σ').toLowerCase();
}
