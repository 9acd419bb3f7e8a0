import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import type { Output } from './output-types.ts';

interface OutputFacts {
  readonly kind: Output['kind'];
  readonly scale?: number;
  readonly bestIfNone?: boolean;
}

/** Calibration and thresholds as part of an artefact; {@link outputFrom} reads it back. */
export function storedOutput(output: Output): {
  readonly facts: OutputFacts;
  readonly arrays: Readonly<Record<string, ArtefactArray>>;
} {
  if (output.kind === 'single') return { facts: { kind: 'single', scale: output.scale }, arrays: {} };
  const { slopes, offsets, thresholds, bestIfNone } = output;
  return { facts: { kind: 'multi', bestIfNone }, arrays: { slopes, offsets, thresholds } };
}

/**
 * The output whose facts are `content.facts.output`.
 * @throws AppError `project_damaged` when parts are missing or do not fit together
 */
export function outputFrom(content: ArtefactContent, classCount: number): Output {
  const facts = content.facts.output as Partial<OutputFacts> | undefined;
  if (facts?.kind === 'single') {
    if (typeof facts.scale !== 'number') throw damaged('its calibration is missing');
    return { kind: 'single', scale: facts.scale };
  }
  if (facts?.kind !== 'multi') throw damaged('its calibration is missing');
  const slopes = arrayOf(content, 'slopes', 'f64');
  const offsets = arrayOf(content, 'offsets', 'f64');
  const thresholds = arrayOf(content, 'thresholds', 'f32');
  if (![slopes, offsets, thresholds].every((array) => array.length === classCount)) {
    throw damaged('its thresholds do not fit its classes');
  }
  return { kind: 'multi', slopes, offsets, thresholds, bestIfNone: facts.bestIfNone === true };
}
