/** Stands for the row's number until the row has its place in a sheet; no cell can hold it. */
export const rowNumber = '\u0001';

/**
 * One row of a worksheet (ECMA-376, part 1, 18.3.1.73) on one line: cells of text, then cells of numbers. Text goes
 * into the cells themselves, which needs no table of strings in memory, and is never run as a formula.
 *
 * @param numberText how a number is written
 */
export function worksheetRow(
  texts: readonly string[],
  numbers: readonly number[],
  numberText: (value: number) => string = String,
): string {
  let row = `<row r="${rowNumber}">`;
  let column = 0;
  for (const text of texts) {
    row += `<c r="${columnName(column++)}${rowNumber}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
  }
  for (const value of numbers) {
    row += `<c r="${columnName(column++)}${rowNumber}"><v>${numberText(value)}</v></c>`;
  }
  return `${row}</row>\n`;
}

/** UTF-16 units that a cell holds; the rest is left out. */
const maximalCellLength = 32_767;
/** Not allowed in XML 1.0, lone halves of characters among them; and line ends, for a row is a line. */
const special = /[&<>"\p{Cc}\p{Cs}\ufffe\uffff]/gu;
const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xmlText(text: string): string {
  return text.slice(0, maximalCellLength).replace(special, (unit) => named[unit] ?? escaped(unit));
}

function escaped(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code === 0x09 || code === 0x0a || code === 0x0d) return `&#${code};`;
  return code >= 0x7f && code <= 0x9f ? unit : '\ufffd';
}

const columnNames: string[] = [];

/** `A` to `Z`, `AA`, and so on. */
function columnName(column: number): string {
  const known = columnNames[column];
  if (known !== undefined) return known;
  const last = String.fromCharCode(65 + (column % 26));
  const name = column < 26 ? last : `${columnName(Math.floor(column / 26) - 1)}${last}`;
  columnNames[column] = name;
  return name;
}
