import type { Command } from 'commander';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';

/** Runs one command's work in a session and prints its report. */
export type Run = (
  options: { readonly json?: boolean },
  work: (session: Session) => Promise<Report>,
) => Promise<void>;

/** Adds one command to the program. */
export type Register = (program: Command, run: Run) => void;

export function addJsonFlag(command: Command): Command {
  return command.option('--json', 'print one JSON document on standard output and nothing else there');
}
