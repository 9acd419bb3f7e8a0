import { learnerName, withLearnerNames } from '../../../../domain/families.ts';
import type { ModelReceipt } from '../../../../domain/model.ts';
import {
  candidateName,
  optionFact,
  optionsByLearner,
  phaseName,
  readable,
} from '../../../../domain/receipt-words.ts';
import type { ModelReport, ReportModel } from '../../../../domain/report/types.ts';
import { type Html, type HtmlPart, html } from '../markup.ts';
import { count, duration, megabytes, nothing, share, time } from '../numbers.ts';
import { facts, type Section, table } from '../table.ts';

const tunedOn: Readonly<Record<ModelReceipt['tunedOn'], string>> = {
  validation: 'the validation set',
  'cross-validation': 'cross-validation inside training',
  none: 'nothing: too few documents',
};

/** What is needed to understand the model and to train it again with the same bits. */
export function receiptSection({ model, figures }: ModelReport): Section {
  const { receipt } = model;
  const options = [...optionsByLearner(receipt.family, receipt.options)];
  return {
    id: 'receipt',
    title: 'How it was trained',
    body: html`<p>The same documents, options, seed and versions give this model again, bit by bit.</p>
${candidates(receipt, figures.kind)}<div class="columns">
${facts('Training', trainingFacts(model))}${options.map(([learner, values]) =>
  facts(
    learner === receipt.family ? 'Options' : `Options of ${candidateName(learner)}`,
    values.map(([id, value]) => optionFact(learner, id, value)),
  ),
)}${facts(
  'Time by phase',
  Object.entries(receipt.seconds).map(([phase, seconds]) => [phaseName(phase), duration(seconds)]),
)}${facts('Machine', machineFacts(model))}</div>
${
  receipt.notes.length > 0 &&
  html`<ul>${receipt.notes.map((note) => html`<li>${note}</li>`)}</ul>
`
}`,
  };
}

type Fact = readonly [name: string, value: HtmlPart];

function trainingFacts({ receipt, trainedAt, seconds }: ReportModel): readonly Fact[] {
  const { calibrationError } = receipt;
  return [
    ['Trained', time(trainedAt)],
    ['Duration', duration(seconds)],
    ['Learner', learnerName(receipt.family)],
    ['Computed by', receipt.backend],
    ['Seed', receipt.seed],
    ['Options chosen on', tunedOn[receipt.tunedOn]],
    ...(calibrationError === undefined
      ? []
      : [
          [
            'Held-out calibration error',
            calibrationError === null ? nothing : calibrationError.toFixed(3),
          ] as const,
        ]),
    ['Data fingerprint', html`<code>${receipt.dataFingerprint}</code>`],
    ['Features', count(receipt.features)],
    ...(receipt.volume === undefined
      ? []
      : ([
          ['Characters read', count(receipt.volume.characters + receipt.volume.unlabelledCharacters)],
          ['Unlabelled texts read', count(receipt.volume.unlabelledDocuments)],
        ] as const)),
  ];
}

function machineFacts({ receipt, bytes }: ReportModel): readonly Fact[] {
  return [
    ['Peak memory', megabytes(receipt.peakMemoryBytes)],
    ['Size of the model', megabytes(bytes)],
    ...Object.entries(receipt.versions).map(([name, version]) => [readable(name), version] as const),
  ];
}

/** What an automatic training tried. */
function candidates({ candidates: tried = [], because }: ModelReceipt, kind: 'single' | 'multi'): Html {
  if (tried.length === 0) return html``;
  return table({
    caption: `What was tried${because === undefined ? '' : `: ${withLearnerNames(because)}`}`,
    columns: [
      { name: 'Learner' },
      { name: kind === 'single' ? 'Held-out accuracy' : 'Held-out micro-F1' },
      { name: 'Log-loss' },
      { name: '', text: true },
    ],
    rows: tried.map(({ name, score, logLoss, chosen }) => ({
      cells: [candidateName(name), share(score), logLoss.toFixed(4), chosen ? 'chosen' : ''],
      className: chosen ? 'chosen' : '',
    })),
  });
}
