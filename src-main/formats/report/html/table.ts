import { type Html, type HtmlPart, html } from './markup.ts';

export interface Column {
  readonly name: HtmlPart;
  /** Text stands left; numbers stand right. */
  readonly text?: boolean;
}

/** The first cell heads the row. */
export interface Row {
  readonly cells: readonly HtmlPart[];
  readonly className?: string;
}

export interface Table {
  readonly caption: HtmlPart;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly foot?: readonly Row[];
  readonly className?: string;
}

/** A table whose head is repeated on every printed page. */
export function table({ caption, columns, rows, foot = [], className = '' }: Table): Html {
  const heads = columns.map(
    ({ name, text }) => html`<th scope="col"${text === true && textClass}>${name}</th>`,
  );
  const lines = (all: readonly Row[]) => all.map((row) => line(row, columns));
  return html`<table class="${className}">
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${lines(rows)}</tbody>${
    foot.length > 0 &&
    html`
<tfoot>${lines(foot)}</tfoot>`
  }
</table>
`;
}

const textClass = html` class="text"`;

function line({ cells, className = '' }: Row, columns: readonly Column[]): Html {
  const [head = '', ...others] = cells;
  const rest = others.map(
    (cell, index) => html`<td${columns[index + 1]?.text === true && textClass}>${cell}</td>`,
  );
  return html`<tr${className !== '' && html` class="${className}"`}><th scope="row">${head}</th>${rest}</tr>
`;
}

/** Names and values side by side. */
export function facts(caption: string, entries: readonly (readonly [name: string, value: HtmlPart])[]): Html {
  const lines = entries.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td class="text">${value}</td></tr>
`,
  );
  return html`<table class="facts">
<caption>${caption}</caption>
<tbody>${lines}</tbody>
</table>
`;
}

/** A part of the report under its heading, which the contents lead to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}
