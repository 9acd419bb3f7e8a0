/** Text that is HTML already; whatever else comes into a page is escaped on its way. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a {@link html} template; `null` and `false` stand for nothing. */
export type HtmlPart = string | number | Html | null | false | readonly HtmlPart[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters other than white space, which no HTML may hold (HTML Standard, 13.2.3.5). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Safe as text between tags and as an attribute's value in quotes; nothing else is ever written. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** HTML with its values escaped: no value can become markup unless it is {@link Html}. */
export function html(pieces: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = pieces[0] ?? '';
  parts.forEach((part, index) => {
    text += textOf(part) + (pieces[index + 1] ?? '');
  });
  return new Html(text);
}

function textOf(part: HtmlPart): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(textOf).join('');
}

/** A name that lines may break after its joints: `card_payment_fee` has no spaces. */
export function breakable(name: string): Html {
  const parts = name.split(/(?<=[_\-/.:])(?=.)/su);
  return new Html(parts.map(escapeHtml).join('<wbr>'));
}
