import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findNode } from '../lib/node.mjs';
import { inRoot } from '../lib/paths.mjs';
import { run } from '../lib/processes.mjs';
import { createProbe, type Probe } from './probed.ts';
import { type Figure, megabytes, percent, type Section, seconds } from './report.ts';

const sets = ['banking77', 'tickets_it'] as const;
const shared = inRoot('..', 'shared');
const peerProgram = path.join(shared, 'peers', 'sklearn_peer.py');
/** The peer's strongest setting: words and character n-grams, a linear support vector machine. */
const peerArguments = ['wordchar', 'svc'];
const installSeconds = 300;

export interface TrainOptions {
  readonly log: (line: string) => void;
}

interface Outcome {
  /** Reading documents to the finished model, in seconds of the wall clock. */
  readonly training: number;
  readonly peakMemory: number;
  readonly accuracy: number;
  readonly macroF1: number;
}

/** Published data sets with their own test split, next to scikit-learn in the same run where it can be had. */
export async function benchTrain({ log }: TrainOptions): Promise<Section> {
  const found = sets.filter((name) => existsSync(path.join(shared, 'data', name, 'train.jsonl')));
  if (found.length === 0) {
    const figures = [
      { name: 'not measured', value: 'there is no folder ../shared/data beside the repository' },
    ];
    return { title: 'train', figures };
  }
  const python = await peerPython(log);
  const figures: Figure[] = [];
  for (const name of found) {
    log(`Training on ${name} ...`);
    const ours = await trainByCommand(name);
    if (python !== null) log(`Training scikit-learn on ${name} ...`);
    const peer = python === null ? null : await trainPeer(python, name);
    figures.push(...compared(name, ours, peer));
  }
  return { title: 'train: the linear family, default options, published test split', figures };
}

function compared(name: string, ours: Outcome, peer: Outcome | null): readonly Figure[] {
  const beside = (value: string): string =>
    peer === null ? 'scikit-learn is absent' : `scikit-learn ${value}`;
  const times = peer === null ? '' : `, ratio ${(ours.training / peer.training).toFixed(2)}`;
  return [
    {
      name: `${name}: accuracy`,
      value: percent(ours.accuracy),
      target: beside(percent(peer?.accuracy ?? 0)),
    },
    { name: `${name}: macro-F1`, value: percent(ours.macroF1), target: beside(percent(peer?.macroF1 ?? 0)) },
    {
      name: `${name}: wall time, options chosen and fitted`,
      value: `${seconds(ours.training)}${times}`,
      target: beside(seconds(peer?.training ?? 0)),
    },
    {
      name: `${name}: peak memory of the worker process`,
      value: megabytes(ours.peakMemory),
      target: beside(megabytes(peer?.peakMemory ?? 0)),
    },
  ];
}

async function trainByCommand(name: string): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-bench-'));
  const probe = createProbe();
  const file = path.join(folder, 'project.winnow');
  const data = (part: string): string => path.join(shared, 'data', name, `${part}.jsonl`);
  try {
    await winnow(['new', file, '--kind', 'single']);
    await winnow(['import', file, data('train'), '--dataset', 'train']);
    await winnow(['import', file, data('test'), '--dataset', 'test']);
    const start = performance.now();
    await winnow(['train', file, '--model', 'bench', '--seed', '42'], probe);
    const wall = (performance.now() - start) / 1000;
    const { accuracy, macroF1 } = await winnow(['evaluate', file, '--model', 'bench']);
    return {
      training: wall,
      peakMemory: probe.peakMemory('worker.cjs'),
      accuracy: Number(accuracy),
      macroF1: Number(macroF1),
    };
  } finally {
    probe.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function winnow(args: readonly string[], probe?: Probe): Promise<Readonly<Record<string, unknown>>> {
  const program = [...(probe?.nodeArguments ?? []), inRoot('out', 'main', 'cli.cjs'), ...args, '--json'];
  const child = spawn(findNode(), program, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...probe?.environment },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`winnow ${args[0]} failed: ${output}`);
  return JSON.parse(output) as Readonly<Record<string, unknown>>;
}

/** A Python with scikit-learn in an environment of its own under `.cache/`, or null where it cannot be had. */
async function peerPython(log: (line: string) => void): Promise<string | null> {
  if (!existsSync(peerProgram)) return null;
  const folder = inRoot('.cache', 'bench', 'python');
  const python = path.join(folder, 'bin', 'python');
  const quietly = { output: 'collect', timeoutSeconds: installSeconds } as const;
  try {
    if (!existsSync(python)) {
      log('Installing scikit-learn into .cache/bench/python ...');
      mkdirSync(path.dirname(folder), { recursive: true });
      await run('python3', ['-m', 'venv', folder], quietly);
      await run(python, ['-m', 'pip', 'install', '--quiet', 'scikit-learn'], quietly);
    }
    const { code } = await run(python, ['-c', 'import sklearn'], quietly);
    return code === 0 ? python : null;
  } catch {
    return null;
  }
}

interface PeerLine {
  readonly vectorize_s: number;
  readonly tune_s: number;
  readonly train_s: number;
  readonly accuracy: number;
  readonly macro_f1: number;
  readonly rss_mb: number;
}

async function trainPeer(python: string, name: string): Promise<Outcome | null> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-peer-'));
  try {
    const env = { ...process.env, PEER_RESULTS: folder };
    const result = await run(python, [peerProgram, name, ...peerArguments], { output: 'collect', env });
    if (result.code !== 0 || !existsSync(path.join(folder, 'peers.jsonl'))) return null;
    const peer = JSON.parse(readFileSync(path.join(folder, 'peers.jsonl'), 'utf8')) as PeerLine;
    return {
      training: peer.vectorize_s + peer.tune_s + peer.train_s,
      peakMemory: peer.rss_mb * 1024 * 1024,
      accuracy: peer.accuracy,
      macroF1: peer.macro_f1,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
