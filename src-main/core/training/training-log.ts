import { withLearnerNames } from '../../domain/families.ts';
import type { JobProgress } from '../../domain/job.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import type { TrainTaskResult } from '../ports/worker.ts';

/** Shows progress as a part of the whole job and writes a line of the log for each new phase and message. */
export function showing(control: JobControl, from: number, to: number): (progress: JobProgress) => void {
  let last = '';
  return (progress) => {
    const named = withNames(progress);
    const line = named.message ?? named.phase;
    // A message that only counts on would push everything else out of the log.
    const kind = line.replaceAll(/\d+/g, '#');
    if (kind !== last) {
      last = kind;
      control.log(line);
    }
    control.progress(withShare(named, from, to));
  };
}

function withShare(progress: JobProgress, from: number, to: number): JobProgress {
  const { fraction } = progress;
  return { ...progress, fraction: fraction === null ? null : from + fraction * (to - from) };
}

function withNames(progress: JobProgress): JobProgress {
  const { message } = progress;
  return message === undefined ? progress : { ...progress, message: withLearnerNames(message) };
}

/** What an analyst wants to know of the training before looking at the receipt. */
export function summaryLines({ summary }: TrainTaskResult): readonly string[] {
  const { candidates = [], because } = summary;
  return [
    `Learned from ${summary.features.toLocaleString('en')} features.`,
    ...candidates.map(({ name, score, logLoss, chosen }) => {
      const figures = `${(score * 100).toFixed(1)} % on held-out documents, log-loss ${logLoss.toFixed(3)}`;
      return `${withLearnerNames(name)}: ${figures}${chosen ? ', chosen' : ''}.`;
    }),
    ...(because === undefined ? [] : [withLearnerNames(because)]),
  ];
}
