import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { createRandom } from '../../../src-main/engine/random.ts';
import type { TrainingDocument } from '../../../src-main/engine/types.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface TextSet {
  readonly classes: readonly string[];
  readonly training: readonly TrainingDocument[];
}

interface LabelledText {
  readonly text: string;
  readonly labels: readonly string[];
}

/** The labelled sample tickets. */
export function sampleSet(kind: ProjectKind): TextSet {
  const tickets = jsonLines<{ text: string; label: string | null; labels: readonly string[] | null }>(
    path.join(root, 'resources/samples/support-tickets.jsonl'),
  );
  return setOf(
    tickets.flatMap(({ text, label, labels }) =>
      label === null || labels === null ? [] : [{ text, labels: kind === 'single' ? [label] : labels }],
    ),
  );
}

/** The training part of a published data set; null where the set is absent. */
export function publishedSet(name: string): TextSet | null {
  const file = path.join(root, '../shared/data', name, 'train.jsonl');
  return existsSync(file) ? setOf(jsonLines<LabelledText>(file)) : null;
}

function jsonLines<Line>(file: string): readonly Line[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Shuffled, because published sets stand in the order of their classes. */
function setOf(texts: readonly LabelledText[]): TextSet {
  const classes = [...new Set(texts.flatMap(({ labels }) => labels))].sort();
  const random = createRandom(1);
  const order = texts.map((_, place) => place);
  for (let place = order.length - 1; place > 0; place--) {
    const other = random.below(place + 1);
    [order[place], order[other]] = [order[other]!, order[place]!];
  }
  const training = order.map((from, place) => {
    const { text, labels } = texts[from]!;
    return {
      id: place + 1,
      text,
      classes: labels.map((name) => classes.indexOf(name)).sort((a, b) => a - b),
    };
  });
  return { classes, training };
}

/** What is cut, folded or composed in its own way somewhere: scripts, marks, emoji, halves of characters, spaces. */
const pieces = [
  ...[
    'Straße',
    'STRASSE',
    'ΟΔΟΣ',
    'οδός',
    'İstanbul',
    'ISPARTA',
    'ısı',
    'Cafe\u0301',
    'Café',
    'ﬁne',
    'naïve',
  ],
  ...[
    '日本語のテキスト',
    '漢字かな交じり文',
    'ภาษาไทยไม่เว้นวรรค',
    'ພາສາລາວ',
    'ភាសាខ្មែរ',
    'မြန်မာစာ',
    '한국어 문장',
    '각',
  ],
  ...['हिन्दी में', 'العَرَبِيَّة', 'עִבְרִית', 'Ελληνικά', 'Русский', 'ქართული', 'Հայերեն', 'தமிழ்', 'አማርኛ', 'ᏣᎳᎩ'],
  ...['👨‍👩‍👧‍👦', '👍🏽', '🇩🇪🇫🇷🇮🇹', '❤️‍🔥', '1️⃣', '™️', '☎', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', '𠮷野家', '𐐔𐐯𐑅'],
  ...[
    '\ud800',
    'x\udc00y',
    '\ufeffBOM',
    'soft\u00adhyphen',
    'zero\u200bwidth',
    'zwnj\u200cjoin',
    'word\u2060joiner',
  ],
  ...[
    'a_b-c.d',
    'e-mail@example.org',
    '3.14',
    '½',
    'Ⅷ',
    '٣٤',
    'C++/C#',
    '«quotes»',
    '…',
    '¿Qué?',
    'don’t',
    '--',
  ],
  ...[
    '\u0301lone',
    'A\u030a',
    '\u212b',
    '\u1e9e',
    'ß',
    'ſ',
    'ŉ',
    'ǅ',
    'ΣΑΣ',
    'ας',
    '가',
    '\u1100\u1161',
    'x'.repeat(70),
  ],
  ...['𝒜'.repeat(40), 'ab'.repeat(40), '汉'.repeat(40), '=1+1', '\u0000', '\u0085', '\u3000', '\u2028'],
];

/** Texts of such pieces, with spaces of several kinds or none between them; the first is empty. */
export function mixedScriptTexts(count: number): readonly string[] {
  const random = createRandom(5);
  const spaces = [' ', ' ', ' ', '', '\n', '\t', '\u00a0', '\u3000', '  '];
  return Array.from({ length: count }, (_, place) =>
    Array.from({ length: place === 0 ? 0 : 1 + random.below(12) }, () => [
      pieces[random.below(pieces.length)]!,
      spaces[random.below(spaces.length)]!,
    ])
      .flat()
      .join(''),
  );
}
