import { statSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { automaticReadOptions } from '../../domain/source.ts';
import { inspectSource } from '../preview.ts';
import { readRecords } from '../read.ts';
import { readAll, seededRandom, testFolder, zip } from '../test-support/files.ts';

// The library for PDF files is loaded, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

async function textOf(name: string, content: string | Uint8Array): Promise<string | undefined> {
  using folder = testFolder();
  const { records, rejected } = await readAll(folder.write(name, content));
  expect(rejected).toEqual([]);
  return records[0]?.text;
}

async function reasonOf(name: string, content: string | Uint8Array): Promise<string | undefined> {
  using folder = testFolder();
  const { records, rejected } = await readAll(folder.write(name, content), {
    format: name.split('.')[1] as 'pdf',
  });
  expect(records).toEqual([]);
  return rejected[0]?.reason;
}

/** A PDF of one page for each list of lines, with what stands in its trailer besides. */
function pdf(pages: readonly (readonly string[])[], trailer = '', more: readonly string[] = []): Buffer {
  const kids = pages.map((_, index) => `${3 + index * 2} 0 R`).join(' ');
  const font = 3 + pages.length * 2;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    ...pages.flatMap((lines, index) => {
      const shown = lines.map((line, row) => `1 0 0 1 72 ${720 - row * 14} Tm (${line}) Tj`).join('\n');
      const stream = `BT /F1 12 Tf\n${shown}\nET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${4 + index * 2} 0 R /Resources << /Font << /F1 ${font} 0 R >> >> >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...more,
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

describe('PDF', () => {
  test('the text of all pages', async () => {
    const content = pdf([['First line', 'Gr\\374\\337e'], ['Second page']]);
    expect(await textOf('a.pdf', content)).toBe('First line\nGrüße\n\nSecond page');
    expect(await textOf('without-ending', content)).toContain('Second page');
  });

  test('a scan, a password and a damaged file are told apart', async () => {
    expect(await reasonOf('a.pdf', pdf([[]]))).toContain('scan');
    const key = `<${'41'.repeat(32)}>`;
    const encrypted = pdf([['secret']], `/Encrypt 6 0 R /ID [${key} ${key}]`, [
      `<< /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -4 >>`,
    ]);
    expect(await reasonOf('a.pdf', encrypted)).toContain('password');
    expect(await reasonOf('a.pdf', '%PDF-1.7 and nothing')).toContain('damaged');
  });
});

function docx(
  document: string,
  more: readonly { name: string; content: string }[] = [],
  part = 'word/document.xml',
): Buffer {
  const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return zip([
    {
      name: '[Content_Types].xml',
      content: `<Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${part}" ContentType="${type}"/></Types>`,
    },
    {
      name: part,
      content: `<?xml version="1.0"?><w:document xmlns:w="${main}"><w:body>${document}</w:body></w:document>`,
    },
    ...more,
  ]);
}

const paragraph = (content: string): string => `<w:p><w:r>${content}</w:r></w:p>`;

describe('Word', () => {
  test('paragraphs, tables, tabs and notes; nothing deleted, no field codes, no text twice', async () => {
    const content = docx(
      [
        paragraph(
          '<w:t>Schöne &amp; gute</w:t></w:r><w:r><w:t xml:space="preserve"> Grüße</w:t><w:tab/><w:t>x</w:t>',
        ),
        `<w:tbl><w:tr><w:tc>${paragraph('<w:t>cell</w:t>')}</w:tc><w:tc>${paragraph('<w:t>next</w:t>')}</w:tc></w:tr></w:tbl>`,
        paragraph(
          '<w:delText>gone</w:delText><w:instrText>HYPERLINK</w:instrText><w:t>a</w:t><w:br/><w:t>b</w:t>',
        ),
        `<mc:AlternateContent><mc:Choice>${paragraph('<w:t>box</w:t>')}</mc:Choice><mc:Fallback>${paragraph('<w:t>box</w:t>')}</mc:Fallback></mc:AlternateContent>`,
      ].join(''),
      [{ name: 'word/footnotes.xml', content: `<w:footnotes>${paragraph('<w:t>note</w:t>')}</w:footnotes>` }],
    );
    expect(await textOf('a.docx', content)).toBe('Schöne & gute Grüße\tx\ncell\nnext\na\nb\nbox\nnote');
    expect(await textOf('b.docx', docx(paragraph('<w:t>x</w:t>'), [], 'word/document2.xml'))).toBe('x');
  });

  test('bombs, other archives and entities', async () => {
    const bomb = docx(paragraph(`<w:t>${'x'.repeat(140 * 1024 * 1024)}</w:t>`));
    expect(await reasonOf('a.docx', bomb)).toContain('128 MB');
    expect(await reasonOf('a.docx', zip([{ name: 'a.txt', content: 'x' }]))).toContain('no Word document');
    expect(await reasonOf('a.docx', docx('').subarray(0, 300))).toContain('Word document');
    const laughs = docx(paragraph('<w:t>&lol;</w:t>')).subarray();
    expect(await textOf('a.docx', laughs)).toBe('&lol;');
  });
});

describe('web pages', () => {
  test('what a reader sees, line by line', async () => {
    const page = `<!doctype html><html><head><title>T&auml;st</title><style>p{}</style><script>"<p>no</p>"</script></head>
      <body><h1>Head
      line</h1><p>one<br>two &amp; &#8364;</p><ul><li>a<li>b</ul><table><tr><td>x</td><td>y</td></tr></table>
      <pre>  keep\n   this</pre><!-- no --><noscript>no</noscript><svg><title>no</title></svg>after</body></html>`;
    expect(await textOf('a.html', page)).toBe(
      'Täst\nHead line\none\ntwo & €\na\nb\nx y\n  keep\n   this\nafter',
    );
    expect(await textOf('page', '<!DOCTYPE html><p>known by its start')).toBe('known by its start');
  });

  test('the encoding that the page names, a mark, or a guess', async () => {
    const russian = Buffer.from('<meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>', 'latin1');
    expect(await textOf('a.htm', russian)).toBe('Привет');
    const http = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>f\xfcr</p>';
    expect(await textOf('a.html', Buffer.from(http, 'latin1'))).toBe('für');
    expect(await textOf('a.html', '<meta charset="nonsense"><p>für</p>')).toBe('für');
    expect(await textOf('a.html', Buffer.from('\uFEFF<p>für</p>', 'utf16le'))).toBe('für');
  });

  test('no text, and a page that never ends', async () => {
    expect(await reasonOf('a.html', '<script>only()</script>')).toBe('The file holds no text.');
    expect(await textOf('a.html', `<p>x${'<div>'.repeat(200_000)}y<script>z`)).toBe('x\ny');
  });
});

describe('e-mails', () => {
  const mail = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');

  test('subject and plain text, whatever carries them; attachments are left out', async () => {
    const content = mail(
      'From: a@example.org',
      'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
      'Content-Type: multipart/mixed; boundary=o',
      '',
      '--o',
      'Content-Type: multipart/alternative; boundary=i',
      '',
      '--i',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Sch=F6n=',
      ' weiter',
      '--i',
      'Content-Type: text/html',
      '',
      '<p>html</p>',
      '--i--',
      '--o',
      'Content-Type: text/plain; name=a.txt',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'attached',
      '--o--',
    );
    expect(await textOf('a.eml', content)).toBe('Grüße\n\nSchön weiter');
  });

  test('HTML where there is no plain part', async () => {
    const html = Buffer.from('<style>x</style><p>Olá,<br>mundo</p>').toString('base64');
    const content = mail(
      'Subject: x',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      html,
    );
    expect(await textOf('a.eml', content)).toBe('x\n\nOlá,\nmundo');
  });

  test('what is no e-mail, has no text, or nests without end', async () => {
    expect(await reasonOf('a.eml', 'no mail at all')).toContain('no e-mail');
    expect(await reasonOf('a.eml', 'From: a@example.org\r\n\r\n')).toBe('The file holds no text.');
    const deep = Array.from(
      { length: 500 },
      (_, depth) => `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth + 1}\r\n\r\n`,
    );
    const nested = `Subject: x\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n${deep.join('')}`;
    using folder = testFolder();
    const { records, rejected } = await readAll(folder.write('a.eml', nested));
    expect(records.length + rejected.length).toBe(1);
  });
});

test('one document a line: LF, CR and CRLF end one, U+2028 does not', async () => {
  using folder = testFolder();
  const path = folder.write('a.txt', 'one\r\ntwo\u2028still two\rthree\n\n \nlast');
  const { records } = await readAll(path, { format: 'lines' });
  expect(records.map(({ line, text, externalId }) => [line, text, externalId])).toEqual([
    [1, 'one', '1'],
    [2, 'two\u2028still two', '2'],
    [3, 'three', '3'],
    [6, 'last', '6'],
  ]);
});

test('a line that is too long is rejected, the others are kept', async () => {
  using folder = testFolder();
  const path = folder.write('a.txt', `a\n${'x'.repeat(2_500_000)}\r\nb\r`);
  const { records, rejected } = await readAll(path, { format: 'lines' });
  expect(records.map(({ line, text }) => [line, text])).toEqual([
    [1, 'a'],
    [3, 'b'],
  ]);
  expect(rejected.map(({ line }) => line)).toEqual([2]);
});

test('a folder of documents: a class a folder, a bad file is a rejected row', async () => {
  using folder = testFolder();
  folder.write('in/A/a.pdf', pdf([['page']]));
  folder.write('in/A/b.docx', docx(paragraph('<w:t>word</w:t>')));
  folder.write('in/B/c.html', '<p>web</p>');
  folder.write('in/B/d.eml', 'Subject: mail\r\n\r\nbody');
  folder.write('in/B/e.pdf', '%PDF-1.7 broken');
  folder.write('in/B/f.txt', 'plain');
  const { records, rejected } = await readAll(`${folder.path}/in`, { folderAsClass: true });
  expect(records.map(({ source, text, labels }) => [source, text, labels?.[0]])).toEqual([
    ['A/a.pdf', 'page', 'A'],
    ['A/b.docx', 'word', 'A'],
    ['B/c.html', 'web', 'B'],
    ['B/d.eml', 'mail\n\nbody', 'B'],
    ['B/f.txt', 'plain', 'B'],
  ]);
  expect(rejected).toEqual([{ source: 'B/e.pdf', line: 1, reason: expect.stringContaining('damaged') }]);
  const inspected = await inspectSource([`${folder.path}/in`], {}, { kind: 'single' });
  expect(inspected).toMatchObject({ fileCount: 6, foldersAvailable: true, project: null });
  expect(inspected.records).toHaveLength(5);
});

test.each(['pdf', 'docx', 'html', 'eml'] as const)('%s, damaged forty times', async (format) => {
  const sound = {
    pdf: pdf([['First line', 'second'], ['Page']]),
    docx: docx(paragraph('<w:t>text of a document</w:t>')),
    html: Buffer.from('<html><body><p>text &amp; more</p><table><tr><td>x</table></body></html>'),
    eml: Buffer.from(
      'Subject: =?utf-8?B?w6Q=?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n',
    ),
  }[format];
  const random = seededRandom(format.length);
  using folder = testFolder();
  for (let round = 0; round < 40; round += 1) {
    const bytes = Buffer.from(sound);
    for (let change = 0; change <= round % 7; change += 1) {
      bytes[20 + Math.floor(random() * (bytes.length - 20))] = Math.floor(random() * 256);
    }
    const end = round % 3 === 0 ? 40 + Math.floor(random() * (bytes.length - 40)) : bytes.length;
    const path = folder.write(`a.${format}`, bytes.subarray(0, end));
    const file = { path, name: 'a', format, bytes: statSync(path).size, folderClass: null };
    let rows = 0;
    for await (const batch of readRecords(file, automaticReadOptions, { kind: 'single' })) {
      rows += batch.records.length + batch.rejected.length;
    }
    expect(rows).toBe(1);
  }
});
