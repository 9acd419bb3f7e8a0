import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { learnerName } from '../../../src-main/domain/families.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import {
  candidateName,
  optionsByLearner,
  phaseName,
  readable,
} from '../../../src-main/domain/receipt-words.ts';
import { text } from '../../i18n/index.ts';
import { formatBytes, formatCount, formatDateTime, formatSeconds } from '../format.ts';
import { notify, notifyError } from '../notify.ts';
import { Candidates } from './candidates.tsx';
import classes from './receipt.module.css';
import { backendName, optionFact } from './receipt-names.ts';

const words = text.models.receipt;

type Fact = readonly [name: string, value: ReactNode, hint?: string];

function Facts(props: { title: string; facts: readonly Fact[] }): ReactNode {
  return (
    <section className={classes.group} aria-label={props.title}>
      <h3>{props.title}</h3>
      <dl>
        {props.facts.map(([name, value, hint]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            {hint === undefined ? null : <dd className={classes.factHint}>{hint}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}

function copyReceipt(model: Model): void {
  const { name, createdAt, receipt } = model;
  navigator.clipboard
    .writeText(JSON.stringify({ name, createdAt, ...receipt }, null, 2))
    .then(() => notify(words.copied), notifyError);
}

function trainingFacts(model: Model): readonly Fact[] {
  const { receipt } = model;
  return [
    [words.created, formatDateTime(model.createdAt)],
    [words.duration, formatSeconds(model.seconds)],
    [words.family, learnerName(receipt.family)],
    [words.backend, backendName(receipt.backend)],
    [words.seed, receipt.seed],
    [words.tuned, words.tunedOn[receipt.tunedOn]],
    ...calibrationFacts(receipt),
  ];
}

/** With fewer held-out documents chance alone makes an error of several points. */
const rough = 300;

/** In points of probability, because that is how it is felt. */
function calibrationFacts({
  calibrationError: error,
  documents,
  tunedOn,
}: Model['receipt']): readonly Fact[] {
  if (error === undefined) return [];
  if (error === null) return [[words.calibration, '–', words.notCalibrated]];
  const points = (error * 100).toFixed(1);
  const heldOut = tunedOn === 'validation' ? documents.validation : documents.train;
  const hint = words.calibrationHint(points);
  return [
    [words.calibration, words.points(points), heldOut < rough ? `${hint} ${words.calibrationRough}` : hint],
  ];
}

function dataFacts(model: Model): readonly Fact[] {
  const { receipt } = model;
  return [
    ...datasets.map<Fact>((dataset) => [datasetNames[dataset], formatCount(receipt.documents[dataset])]),
    ...(receipt.volume === undefined
      ? []
      : [
          [words.unlabelled, formatCount(receipt.volume.unlabelledDocuments)] as const,
          [
            words.characters,
            formatCount(receipt.volume.characters + receipt.volume.unlabelledCharacters),
          ] as const,
        ]),
    [words.classes, formatCount(model.classes.length)],
    [words.features, formatCount(receipt.features)],
    [
      words.fingerprint,
      <code key="fingerprint" title={words.fingerprintHint}>
        {receipt.dataFingerprint}
      </code>,
    ],
  ];
}

/** Everything that a model's receipt says, for reading and for copying. */
export function Receipt(props: { model: Model }): ReactNode {
  const { model } = props;
  const { receipt } = model;
  const options = [...optionsByLearner(receipt.family, receipt.options)];
  return (
    <div>
      <div className={classes.head}>
        <span className={classes.hint}>{words.hint}</span>
        <Button size="compact-sm" variant="default" onClick={() => copyReceipt(model)}>
          {words.copy}
        </Button>
      </div>
      <Candidates model={model} />
      <div className={classes.groups}>
        <Facts title={words.training} facts={trainingFacts(model)} />
        <Facts title={words.data} facts={dataFacts(model)} />
        {options.map(([learner, values]) => (
          <Facts
            key={learner}
            title={learner === receipt.family ? words.options : words.optionsOf(candidateName(learner))}
            facts={values.map<Fact>(([id, value]) => optionFact(learner, id, value))}
          />
        ))}
        <Facts
          title={words.times}
          facts={Object.entries(receipt.seconds).map<Fact>(([name, seconds]) => [
            phaseName(name),
            seconds < 0.05 ? words.moment : formatSeconds(seconds),
          ])}
        />
        <Facts
          title={words.machine}
          facts={[
            [words.memory, formatBytes(receipt.peakMemoryBytes)],
            [words.size, formatBytes(model.bytes)],
            ...Object.entries(receipt.versions).map<Fact>(([name, version]) => [readable(name), version]),
          ]}
        />
      </div>
      {receipt.notes.length === 0 ? null : (
        <section className={classes.notes} aria-label={words.notes}>
          <h3>{words.notes}</h3>
          <ul>
            {receipt.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
