import { availableParallelism } from 'node:os';
import type { ThreadSettings } from '../../../src-main/engine/types.ts';
import type { JobProgram } from './bundle.ts';
import type { Measurements, SetMeasurements } from './measurements.ts';
import { idleMemory, runOurs } from './ours.ts';
import type { Peer } from './peer.ts';
import { dataFolder } from './places.ts';
import { fewSets } from './sets.ts';

/** As the product's worker chooses it. */
const mostThreads = 8;
const retrainTimes = 13;

/** What every job of a run shares. */
export interface Ours {
  readonly program: string;
  readonly threads: ThreadSettings;
}

export function oursOf({ program, threadEntry }: JobProgram): Ours {
  return { program, threads: { count: Math.min(mostThreads, availableParallelism()), entry: threadEntry } };
}

export interface Plan {
  readonly ours: Ours;
  readonly sets: readonly string[];
  readonly families: readonly string[];
  readonly runs: number;
  readonly parts: readonly string[];
  readonly peer: Peer | null;
  readonly log: (line: string) => void;
  /** Called after every step, so that a long run can be looked at and survives an end. */
  readonly onStep: () => void;
}

/** Takes the measurements of the plan's parts one after another; a step that fails is noted and the rest goes on. */
export async function measure(plan: Plan, into: Measurements): Promise<void> {
  const { program, threads } = plan.ours;
  const step = async (name: string, work: () => Promise<void>): Promise<void> => {
    plan.log(`${new Date().toISOString().slice(11, 19)} ${name} ...`);
    try {
      await work();
    } catch (error) {
      const [reason] = String(error instanceof Error ? error.message : error).split('\n    at ');
      into.failures.push(`${name}: ${reason}`);
      plan.log(`failed: ${reason}`);
    }
    plan.onStep();
  };
  await step('Idle memory', async () => {
    into.idle = {
      node: await idleMemory(),
      python: plan.peer === null ? null : await plan.peer.idleMemory(),
    };
  });
  if (plan.parts.includes('sets')) {
    for (const set of plan.sets) await measureSet(plan, set, into, step);
  }
  if (plan.parts.includes('few')) await measureFew(plan, into, step);
  if (plan.parts.includes('volume')) {
    await step('12,800,000 characters', async () => {
      into.volume = await runOurs(program, { kind: 'volume', family: 'linear', threads });
    });
  }
  if (plan.parts.includes('retrain') && plan.sets.includes('banking77')) {
    await step('Retraining on 500 short texts', async () => {
      into.retrain = await runOurs(program, {
        kind: 'retrain',
        dataFolder,
        set: 'banking77',
        threads,
        times: retrainTimes,
      });
    });
  }
}

type Step = (name: string, work: () => Promise<void>) => Promise<void>;

async function measureSet(plan: Plan, set: string, into: Measurements, step: Step): Promise<void> {
  const { program, threads } = plan.ours;
  const earlier = into.sets[set];
  // The peer runs in turns with `linear`; without it, what an earlier run measured of both stays.
  const inTurns = plan.families.includes('linear');
  const found: SetMeasurements = {
    linear: inTurns ? [] : (earlier?.linear ?? []),
    peer: inTurns ? [] : (earlier?.peer ?? []),
    others: earlier?.others ?? {},
  };
  into.sets[set] = found;
  for (let turn = 1; inTurns && turn <= plan.runs; turn++) {
    const of = `${set}, run ${turn} of ${plan.runs}`;
    await step(`linear on ${of}`, async () => {
      found.linear.push(await runOurs(program, { kind: 'set', dataFolder, set, family: 'linear', threads }));
    });
    const { peer } = plan;
    if (peer !== null) {
      await step(`scikit-learn on ${of}`, async () => {
        found.peer.push(await peer.run(set));
      });
    }
  }
  for (const family of plan.families.filter((name) => name !== 'linear')) {
    await step(`${family} on ${set}`, async () => {
      found.others[family] = await runOurs(program, { kind: 'set', dataFolder, set, family, threads });
    });
  }
}

async function measureFew(plan: Plan, into: Measurements, step: Step): Promise<void> {
  const { peer, ours } = plan;
  const { program, threads } = ours;
  const sets = fewSets.filter((name) => plan.sets.includes(name));
  if (peer === null || sets.length === 0) {
    into.failures.push('few labels: needs scikit-learn, which draws the documents, and one of the sets.');
    return;
  }
  // The bar is for what the train screen proposes; another family only where that one was not asked for.
  const family = plan.families.includes('auto') ? 'auto' : plan.families[0]!;
  await step('scikit-learn on few labels', async () => {
    into.fewPeer = await peer.runFew(sets);
  });
  into.few = [];
  for (const { set, test, draws } of await peer.drawFew(sets)) {
    for (const { k, seed, labelled } of draws) {
      await step(`${family} on ${set} with ${k} labels a class, seed ${seed}`, async () => {
        const draw = { labelled, test };
        const outcome = await runOurs<(typeof into.few)[number]['outcome']>(program, {
          kind: 'set',
          dataFolder,
          set,
          family,
          threads,
          draw,
        });
        into.few = [...into.few, { set, k, seed, outcome }];
      });
    }
  }
}
