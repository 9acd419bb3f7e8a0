import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import type { ModelReport } from '../../../domain/report/types.ts';
import { madeUpReport } from '../test-support/made-up-report.ts';
import { points, range } from './numbers.ts';
import { htmlReport } from './page.ts';
import { mostMatrixClasses } from './sections/confusion.ts';

const hostileNames = [
  '<script>window.broken = 1</script>',
  '</title></style><img src=x onerror="window.broken=1">',
  '"quotes" & \'apostrophes\'',
  '=HYPERLINK("http://example.com")',
  'left\u202eto right',
  '&lt;escaped already&gt;',
  'snake_case_name_without_spaces',
  'unused',
];

const one = (kind: 'single' | 'multi', names: readonly string[] = hostileNames) =>
  madeUpReport({ kind, names, documents: 40 * names.length });

function pageOf(report: ModelReport) {
  const { document } = new Window();
  document.write(htmlReport(report));
  return document;
}

type Page = ReturnType<typeof pageOf>;

function tableOf(page: Page, caption: string) {
  const found = [...page.querySelectorAll('table')].find(
    (table) => table.querySelector('caption')?.textContent === caption,
  );
  if (found === undefined) throw new Error(`There is no table “${caption}”.`);
  return found;
}

function rowsOf(page: Page, caption: string): string[][] {
  return [...tableOf(page, caption).querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );
}

test.each(['single', 'multi'] as const)(
  'holds nothing that runs or fetches, whatever names say (%s)',
  (kind) => {
    const report = one(kind);
    const facts = { ...report, model: { ...report.model, name: hostileNames[1]! } };
    const page = pageOf(facts);
    expect(
      page.querySelectorAll('script, img, iframe, object, embed, form, base, video, audio'),
    ).toHaveLength(0);
    expect(page.title).toBe(`${hostileNames[1]} – model report`);
    for (const element of page.querySelectorAll('*')) {
      for (const name of element.getAttributeNames()) {
        expect(name).not.toMatch(/^on/);
        if (name === 'href' || name === 'src')
          expect(element.getAttribute(name)).toMatch(/^(#[a-z]+|data:,)$/);
      }
    }
    expect(page.querySelector('style')!.textContent).not.toMatch(/url\(|@import/);
  },
);

test.each(['single', 'multi'] as const)(
  'names every class with the figures of the evaluation (%s)',
  (kind) => {
    const report = one(kind);
    const rows = rowsOf(pageOf(report), 'Figures by class');
    expect(rows).toHaveLength(hostileNames.length);
    report.classes.forEach((each, index) => {
      const [name, training, labelled, predicted, ...rates] = rows[index]!;
      expect(name).toBe(`${each.name}${each.smallSupport ? ' †' : ''}`);
      expect([training, labelled, predicted]).toEqual(
        [each.labels!.train, each.support, each.predictedCount].map(String),
      );
      const shown = (['precision', 'recall', 'f1'] as const).map((figure) => {
        const interval = each.intervals![figure];
        return interval === null ? points(each[figure]) : `${points(each[figure])} ${range(interval)}`;
      });
      expect(rates).toEqual([...shown, points(each.averagePrecision)]);
    });
    expect(rows.at(-1)![0]).toBe('unused †');
  },
);

test('a few classes make a matrix with its rows labelled, more make pairs and mistakes by class', () => {
  const names = (count: number) => Array.from({ length: count + 1 }, (_, index) => `class ${index}`);
  const caption = 'Documents by labelled class (rows) and predicted class (columns)';
  const small = one('single', names(mostMatrixClasses));
  const matrix = rowsOf(pageOf(small), caption);
  expect(matrix).toHaveLength(mostMatrixClasses);
  matrix.forEach(([name, ...cells], row) => {
    expect(name).toBe(`class ${row}`);
    const counts = small.confusionMatrix![row]!.slice(0, -1);
    expect(cells).toEqual(counts.map((count) => (count === 0 ? '' : String(count))));
  });
  const large = one('single', names(mostMatrixClasses + 1));
  const page = pageOf(large);
  expect(() => tableOf(page, caption)).toThrow(/no table/);
  const mistakes = rowsOf(page, 'Mistakes by class');
  expect(mistakes).toHaveLength(mostMatrixClasses + 1);
  expect(mistakes[0]!.slice(1, 4)).toEqual(
    [large.classes[0]!.tp, large.classes[0]!.fn, large.classes[0]!.fp].map(String),
  );
  const [labelled, predicted, documents] = rowsOf(page, 'Most confused classes')[0]!;
  const place = (name: string) => Number(name.slice('class '.length));
  expect(large.confusionMatrix![place(labelled!)]![place(predicted!)]).toBe(Number(documents));
});

test('several labels have the four cells of each class, and the pairs', () => {
  const report = one('multi');
  const page = pageOf(report);
  const rows = rowsOf(page, 'Decisions by class');
  report.classes.forEach(({ tp, fn, fp, tn }, index) => {
    expect(rows[index]!.slice(1)).toEqual([tp, fn, fp, tn].map(String));
  });
  const { classes, documents } = report.pairs!.together[0]!;
  expect(rowsOf(page, 'Classes labelled together')[0]!.slice(0, 3)).toEqual([
    ...classes.map((index) => hostileNames[index]),
    String(documents),
  ]);
});

test('says what weighs against the figures, and what nobody has looked for', () => {
  const report = one('single');
  const clean = pageOf(report).body.textContent;
  expect(clean).toContain('Nobody has looked for duplicates in this project yet.');
  expect(clean).toContain('No learning curve has been made');
  expect(pageOf(report).querySelectorAll('.note')).toHaveLength(0);
  const weighed: ModelReport = {
    ...report,
    intervals: null,
    evaluation: {
      ...report.evaluation,
      current: false,
      tunedOnIt: true,
      testSet: {
        ...report.evaluation.testSet!,
        policy: 'sealed',
        relabelled: { documents: 3, since: '2026-11-21T18:10:00.000Z' },
      },
    },
  };
  const notes = [...pageOf(weighed).querySelectorAll('.note')].map((note) => note.textContent);
  expect(notes).toEqual([
    expect.stringContaining('have changed since'),
    expect.stringContaining('chosen on these very documents'),
    expect.stringContaining('3 test documents were relabelled'),
    expect.stringContaining('sealed'),
    expect.stringContaining('no intervals'),
  ]);
});

test('health shows what was found, and class names that are gone', () => {
  const report = one('single');
  const dated = { createdAt: '2026-11-21T18:10:00.000Z', current: false };
  const interval = { low: 0.01, high: 0.04 };
  const page = pageOf({
    ...report,
    health: {
      duplicates: {
        ...dated,
        result: {
          ...{ documents: 800, threshold: 0.8, groups: 12, duplicates: 15, exactGroups: 4, leaks: 3 },
          ...{ leakedTestDocuments: 3, leakedTestShare: 0.015, contradictions: 2 },
        },
      },
      labelErrors: {
        ...dated,
        result: {
          ...{ documents: 800, folds: 5, seed: 1, issues: 20, estimated: 18.2, share: 0.023, interval },
          classes: [
            { classId: 1, labels: 50, issues: 7, missing: 0 },
            { classId: 99, labels: 5, issues: 8, missing: 0 },
          ],
        },
      },
      learningCurve: {
        ...dated,
        result: {
          ...{ figure: 'accuracy', judgedOn: 'cross-validation', seeds: [1, 2], fit: null, classes: [] },
          points: [100, 200].map((labels) => ({ labels, scores: [0.7], mean: 0.7, interval })),
          forecasts: [{ labels: 400, score: 0.8, interval }],
          secondsPerLabel: 6,
        },
      },
    },
  });
  expect(rowsOf(page, 'Classes with the most labels in doubt')).toEqual([
    ['a class that is gone', '5', '8'],
    [hostileNames[0], '50', '7'],
  ]);
  const text = page.body.textContent;
  expect(text).toContain('3, 1.5 % of the test set');
  expect(text).toContain('18, 2.3 % of all (95 %: 1.0–4.0 %)');
  expect(text).toContain('With 400: 80.0 % expected (1.0–4.0 %), 20 min of labelling');
  expect(text).toContain('the documents have changed since');
  expect(text).toContain('3 test documents had a near twin');
});
