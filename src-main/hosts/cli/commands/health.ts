import { InvalidArgumentError } from 'commander';
import { defaultSimilarity } from '../../../domain/duplicates/duplicate-search.ts';
import { collect, similarity, wholeNumber } from '../arguments.ts';
import { duplicatesPart } from '../health/duplicates-part.ts';
import type { HealthFlags, HealthPart } from '../health/health-part.ts';
import { labelErrorsPart } from '../health/label-errors-part.ts';
import { addJsonFlag, type Register } from './command.ts';

const parts: readonly HealthPart[] = [duplicatesPart, labelErrorsPart];

const names = parts.map(({ name }) => name).join(', ');

interface Flags extends Omit<HealthFlags, 'limit'> {
  readonly limit?: number;
  readonly part?: readonly string[];
  readonly json?: boolean;
}

export const registerHealth: Register = (program, run) => {
  const command = program
    .command('health')
    .description('look for what is wrong with the data: duplicates, leaks, contradictions, label errors')
    .argument('<file>', 'the project')
    .option(
      '--part <name>',
      `look at this alone (${names}); may be given several times (default: everything)`,
      partName,
    )
    .option(
      '--threshold <number>',
      'least similarity of near duplicates, 0.5 to 1',
      similarity,
      defaultSimilarity,
    )
    .option(
      '--limit <number>',
      'most rows of a list (default: 20, with --json all)',
      wholeNumber(0, 1_000_000_000),
    )
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const project = await session.open(file);
        const chosen = parts.filter(({ name }) => flags.part === undefined || flags.part.includes(name));
        const texts: string[] = [];
        let json = {};
        for (const part of chosen) {
          const report = await part.run(session, project, {
            ...flags,
            limit: flags.limit ?? usualLimit(flags),
          });
          json = { ...json, ...report.json };
          texts.push(report.text);
        }
        return { json, text: texts.join('\n\n') };
      }),
    );
  addJsonFlag(command);
};

/** A program wants everything, a person what fits on a screen. */
function usualLimit({ json }: Flags): number {
  return json === true ? Infinity : 20;
}

function partName(value: string, previous: readonly string[] | undefined): readonly string[] {
  if (!parts.some(({ name }) => name === value))
    throw new InvalidArgumentError(`It must be one of: ${names}.`);
  return collect(value, previous);
}
