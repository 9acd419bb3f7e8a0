import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ToolError } from '../../lib/processes.mjs';
import type { Section } from '../report.ts';
import { bundleJobProgram } from './bundle.ts';
import { costBars, otherBars } from './cost-bars.ts';
import { fewBars } from './few-bars.ts';
import { measure, oursOf } from './measure.ts';
import type { Measurements } from './measurements.ts';
import { findPeer } from './peer.ts';
import { dataFolder } from './places.ts';
import { calibrationBars, multiBars, reproducibilityFigure, singleBars } from './quality-bars.ts';
import { hasSet, setNames } from './sets.ts';

export const engineParts = ['sets', 'few', 'volume', 'retrain'] as const;
export const engineFamilies = ['linear', 'tensorflow', 'auto'] as const;

export interface EngineOptions {
  readonly sets: readonly string[];
  readonly families: readonly string[];
  readonly parts: readonly string[];
  readonly runs: number;
  /** Where everything measured is written, again after every step. */
  readonly json: string | null;
  /** Keep what the file holds already and measure the chosen parts into it. */
  readonly add: boolean;
  readonly machine: string;
  readonly log: (line: string) => void;
}

/**
 * The learner's bars beside scikit-learn: every training in a process of its own, the two sides in turns.
 * @throws ToolError when a set is asked for that is not there.
 */
export async function benchEngine(options: EngineOptions): Promise<readonly Section[]> {
  const { log, json } = options;
  const sets = options.sets.length > 0 ? options.sets : setNames.filter((name) => hasSet(dataFolder, name));
  const absent = sets.filter((name) => !hasSet(dataFolder, name));
  if (absent.length > 0) throw new ToolError(`There is no data set ${absent.join(', ')} in ../shared/data.`);
  const peer = await findPeer(log);
  const earlier = options.add && json !== null && existsSync(json) ? readFileSync(json, 'utf8') : null;
  const measurements: Measurements = {
    ...(earlier === null ? nothingYet(options.machine) : (JSON.parse(earlier) as Measurements)),
    withoutPeer: typeof peer === 'string' ? peer : null,
    failures: sets.length === 0 ? ['There is no folder ../shared/data beside the repository.'] : [],
  };
  const onStep = (): void => {
    if (json !== null) writeFileSync(json, `${JSON.stringify(measurements, null, 1)}\n`);
  };
  const ours = oursOf(await bundleJobProgram());
  await measure(
    { ...options, ours, sets, peer: typeof peer === 'string' ? null : peer, onStep },
    measurements,
  );
  return sectionsOf(measurements);
}

function nothingYet(machine: string): Measurements {
  return {
    machine,
    withoutPeer: null,
    idle: null,
    sets: {},
    few: [],
    fewPeer: [],
    volume: null,
    retrain: null,
    failures: [],
  };
}

function sectionsOf(measurements: Measurements): readonly Section[] {
  const sets = Object.entries(measurements.sets).filter(([, { linear }]) => linear.length > 0);
  const single = sets.filter(([, { linear }]) => linear[0]!.kind === 'single');
  const multi = sets.filter(([, { linear }]) => linear[0]!.kind === 'multi');
  const missing = [
    ...(measurements.withoutPeer === null ? [] : [`scikit-learn: ${measurements.withoutPeer}`]),
    ...measurements.failures,
  ];
  return [
    { title: 'engine, single-label: accuracy / macro-F1', figures: singleBars(single) },
    { title: 'engine, multi-label: micro-F1 / macro-F1', figures: multiBars(multi) },
    { title: 'engine, few labels: accuracy', figures: fewBars(measurements) },
    { title: 'engine, cost of the linear family', figures: costBars(sets, measurements.idle) },
    { title: 'engine, calibration on the test splits', figures: calibrationBars(sets) },
    {
      title: 'engine, other figures',
      figures: [...otherBars(sets, measurements), ...reproducibilityFigure(sets)],
    },
    { title: 'engine, not measured', figures: missing.map((value) => ({ name: '-', value })) },
  ].filter(({ figures }) => figures.length > 0);
}
