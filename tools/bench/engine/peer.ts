import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../../lib/paths.mjs';
import { run, ToolError } from '../../lib/processes.mjs';
import { runMeasured } from './measured-process.ts';
import { dataFolder, sharedFolder } from './places.ts';
import { fewSeeds, fewSets, fewSizes } from './sets.ts';

const program = (name: string): string => path.join(sharedFolder, 'peers', name);
const installSeconds = 300;
const scikitLearn = 'scikit-learn==1.9.1';

/** One line of sklearn_peer.py: what is used of it. Seconds of the wall clock and of the processor; mebibytes. */
export interface PeerRun {
  readonly vectorize_s: number;
  readonly vectorize_cpu: number;
  readonly tune_s: number;
  readonly tune_cpu: number;
  readonly train_s: number;
  readonly train_cpu: number;
  readonly predict_s: number;
  readonly docs_per_s: number;
  readonly rss_mb: number;
  /** Single-label sets. */
  readonly accuracy?: number;
  readonly macro_f1?: number;
  /** Multi-label sets, with "safe" thresholds. */
  readonly thrsafe_micro_f1?: number;
  readonly thrsafe_macro_f1?: number;
}

/** One line of few_labels_peer.py. */
export interface FewPeerRun {
  readonly set: string;
  readonly k: number;
  readonly accuracy: number;
  readonly acc_sd: number;
}

/** The documents that few_labels_peer.py draws. */
export interface FewDraw {
  readonly set: string;
  readonly test: readonly number[] | null;
  readonly draws: readonly {
    readonly k: number;
    readonly seed: number;
    readonly labelled: readonly number[];
  }[];
}

export interface Peer {
  /** Words and character n-grams with a linear support vector machine, its cost chosen by itself. */
  run(set: string): Promise<PeerRun>;
  runFew(sets: readonly string[]): Promise<readonly FewPeerRun[]>;
  drawFew(sets: readonly string[]): Promise<readonly FewDraw[]>;
  /** Highest resident memory of a Python that has loaded what the peer's program loads, in bytes. */
  idleMemory(): Promise<number>;
}

/** scikit-learn in an environment of its own under `.cache/`, or why it cannot be had. */
export async function findPeer(log: (line: string) => void): Promise<Peer | string> {
  if (!existsSync(program('sklearn_peer.py')))
    return 'there is no folder ../shared/peers beside the repository';
  const folder = inRoot('.cache', 'bench', 'python');
  const python = path.join(folder, 'bin', 'python');
  const quietly = { output: 'collect', timeoutSeconds: installSeconds } as const;
  try {
    if (!existsSync(python)) {
      log(`Installing ${scikitLearn} into .cache/bench/python ...`);
      mkdirSync(path.dirname(folder), { recursive: true });
      await run('python3', ['-m', 'venv', folder], quietly);
    }
    if (!(await hasVersion(python))) {
      await run(python, ['-m', 'pip', 'install', '--quiet', scikitLearn], quietly);
    }
    return (await hasVersion(python)) ? peerOf(python) : `Python could not install ${scikitLearn}`;
  } catch {
    return 'there is no python3';
  }
}

async function hasVersion(python: string): Promise<boolean> {
  const { code, output } = await run(python, ['-c', 'import sklearn; print(sklearn.__version__)'], {
    output: 'collect',
  });
  return code === 0 && output.trim() === scikitLearn.split('==')[1];
}

function peerOf(python: string): Peer {
  return {
    run: async (set) => {
      const [line] = await resultsOf<PeerRun>(python, [program('sklearn_peer.py'), set, 'wordchar', 'svc']);
      return line!;
    },
    runFew: async (sets) =>
      (await resultsOf<FewPeerRun>(python, [program('few_labels_peer.py'), ...sets])).filter(({ k }) =>
        fewSizes.some((size) => size === k),
      ),
    drawFew: async (sets) => {
      const names = sets.filter((name) => fewSets.some((known) => known === name));
      const draw = inRoot('tools', 'bench', 'engine', 'few_labels_draw.py');
      const lists = [fewSizes.join(), fewSeeds.join()];
      const output = await outputOf(python, [draw, dataFolder, ...lists, ...names]);
      return linesOf<FewDraw>(output);
    },
    idleMemory: async () => Number(await outputOf(python, ['-c', idleProgram])) * 1024,
  };
}

const idleProgram = `
import os, resource
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = '1'
import numpy, scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
`;

/** What a peer's program wrote into its results file: its other output may hold warnings. */
async function resultsOf<Line>(python: string, args: readonly string[]): Promise<readonly Line[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-peer-'));
  try {
    const env = { ...process.env, PEER_RESULTS: folder, LANE: 'peers' };
    await outputOf(python, args, env);
    return linesOf<Line>(readFileSync(path.join(folder, 'peers.jsonl'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function outputOf(python: string, args: readonly string[], env = process.env): Promise<string> {
  const { code, output } = await runMeasured(python, args, env);
  if (code !== 0) throw new ToolError(`${path.basename(args[0]!)} failed: ${output}`);
  return output;
}

const linesOf = <Line>(text: string): readonly Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
