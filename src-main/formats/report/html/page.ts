import type { ModelReport } from '../../../domain/report/types.ts';
import { Html, html } from './markup.ts';
import { time } from './numbers.ts';
import { binaryMatricesSection } from './sections/binary-matrices.ts';
import { classesSection } from './sections/classes.ts';
import { confusionSection } from './sections/confusion.ts';
import { dataSection } from './sections/data.ts';
import { figuresSection } from './sections/figures.ts';
import { guidanceSection } from './sections/guidance.ts';
import { heading } from './sections/heading.ts';
import { healthSection } from './sections/health.ts';
import { languagesSection } from './sections/languages.ts';
import { limitsSection } from './sections/limits.ts';
import { methodSection } from './sections/method.ts';
import { receiptSection } from './sections/receipt.ts';
import { scoresSection } from './sections/scores.ts';
import { style } from './style.ts';
import type { Section } from './table.ts';

/**
 * The report as one page that needs nothing else: no script, no font, no picture from anywhere. Its own policy forbids
 * a browser to run or fetch anything. Paper is what it is made for: see `style`.
 */
export function htmlReport(report: ModelReport): string {
  const sections = sectionsOf(report);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Winnow ${report.winnow}">
<link rel="icon" href="data:,">
<title>${report.model.name} – model report</title>
<style>${new Html(style)}</style>
</head>
<body>
${heading(report)}<nav aria-label="Contents"><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
<main>
${sections.map(
  ({ id, title, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>
`,
)}</main>
<footer>Written by Winnow ${report.winnow} on ${time(report.createdAt)}. Model “<bdi>${report.model.name}</bdi>”, ${report.evaluation.dataset} set ${report.evaluation.fingerprint}.</footer>
</body>
</html>
`.text;
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function sectionsOf(report: ModelReport): readonly Section[] {
  const { confusionMatrix, languages, figures } = report;
  return [
    figuresSection(report),
    dataSection(report),
    classesSection(report),
    confusionMatrix === null ? binaryMatricesSection(report) : confusionSection(report, confusionMatrix),
    scoresSection(report),
    ...(languages.length === 0 ? [] : [languagesSection(languages, figures.kind)]),
    guidanceSection(report.guidance),
    healthSection(report),
    receiptSection(report),
    limitsSection(report),
    methodSection(report),
  ];
}
