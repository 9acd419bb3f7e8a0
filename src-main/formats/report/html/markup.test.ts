import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { escapeHtml, html } from './markup.ts';

const hostile = [
  '<script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  "' autofocus onfocus='alert(1)",
  '&lt;b&gt; &amp;',
  '<!-- ]]> -->',
  '=1+1 `x` \\',
];

test.each(hostile)('keeps %s as text, between tags and in attributes', (text) => {
  const page = new Window().document;
  page.body.innerHTML = html`<p title="${text}" lang='${text}'>${text}</p>`.text;
  const elements = [...page.body.querySelectorAll('*')];
  expect(elements.map((element) => element.tagName)).toEqual(['P']);
  expect(elements[0]!.textContent).toBe(text);
  expect(elements[0]!.getAttribute('title')).toBe(text);
  expect(elements[0]!.getAttribute('lang')).toBe(text);
  expect(elements[0]!.getAttributeNames()).toEqual(['title', 'lang']);
});

test('parts are joined, nothing is nothing, and markup passes only as markup', () => {
  const rows = ['a', '<b>'].map((name) => html`<li>${name}</li>`);
  expect(html`<ul>${rows}${null}${false}${['x', [1, '&']]}</ul>`.text).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li>x1&amp;</ul>',
  );
});

test('what HTML may not hold becomes a replacement character', () => {
  expect(escapeHtml('a\u0000b\u001bc\u0085d\ud800e\nf\tg')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\nf\tg');
});
