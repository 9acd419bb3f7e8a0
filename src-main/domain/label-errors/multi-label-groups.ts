import type { Work } from '../work.ts';
import { cellsPerStep, logOdds } from './evidence.ts';
import { type Doubt, type JudgedLabels, type LabelGroup, leastLabels } from './judged-labels.ts';

/**
 * Yes and no lie close to their means where a class is told well, and wrong labels pull the means apart from what they
 * say themselves: an answer counts as confident from a little below, as a difference of log-odds.
 */
const tolerance = 0.25;

/** For every class with enough labels, the documents that have it and those that do not. */
export function* multiLabelGroups(judged: JudgedLabels): Work<LabelGroup[]> {
  const { classCount, labels } = judged;
  const documents = Array.from({ length: classCount }, (): number[] => []);
  for (const [document, classes] of labels.entries()) for (const k of classes) documents[k]!.push(document);
  const groups: LabelGroup[] = [];
  let pending = 0;
  for (const [classIndex, own] of documents.entries()) {
    if (own.length >= leastLabels) groups.push(...groupsOf(judged, classIndex, own));
    pending += labels.length;
    if (pending < cellsPerStep) continue;
    pending = 0;
    yield classIndex / classCount;
  }
  return groups;
}

/** A class is answered with confidence where the answer's probability reaches its mean among those labelled so. */
function groupsOf(
  { classCount, ids, labels, probabilities }: JudgedLabels,
  classIndex: number,
  own: readonly number[],
): LabelGroup[] {
  const probabilityOf = (document: number): number => probabilities[document * classCount + classIndex]!;
  const has = new Uint8Array(labels.length);
  for (const document of own) has[document] = 1;
  const sums = [0, 0];
  for (let document = 0; document < labels.length; document++) {
    sums[has[document]!]! += has[document] === 1 ? probabilityOf(document) : 1 - probabilityOf(document);
  }
  const absent = labels.length - own.length;
  const thresholds = [sums[0]! / Math.max(1, absent), sums[1]! / own.length].map(nearly);
  const groups = [absent, own.length].map((size, given) => ({
    ...{ classIndex, given: given === 1, size, confirmed: 0 },
    doubts: [] as Doubt[],
  }));
  for (let document = 0; document < labels.length; document++) {
    const yes = probabilityOf(document);
    const given = has[document]!;
    const group = groups[given]!;
    const said = saidOf(yes, thresholds);
    if (said === given) group.confirmed++;
    const [ofGiven, ofOther] = given === 1 ? [yes, 1 - yes] : [1 - yes, yes];
    const evidence = logOdds(ofOther, ofGiven);
    if (evidence <= 0) continue;
    group.doubts.push({
      documentId: ids[document]!,
      labels: labels[document]!,
      classIndex,
      proposal: given === 1 ? 'remove' : 'add',
      ...{ given: ofGiven, proposed: ofOther, evidence },
      confident: said === 1 - given,
    });
  }
  return groups;
}

function nearly(mean: number): number {
  return 1 / (1 + Math.exp(tolerance - logOdds(mean, 1 - mean)));
}

/** 1 = yes, 0 = no, -1 = neither with confidence. */
function saidOf(yes: number, [no, positive]: readonly number[]): number {
  const saysYes = yes >= positive!;
  const saysNo = 1 - yes >= no!;
  if (saysYes && saysNo) return yes > 0.5 ? 1 : 0;
  return saysYes ? 1 : saysNo ? 0 : -1;
}
