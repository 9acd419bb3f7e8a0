import { defaultSeed } from '../../../domain/splits.ts';
import { percentage, wholeNumber } from '../arguments.ts';
import { completePercentages } from '../percentages.ts';
import { addJsonFlag, type Register } from './command.ts';

interface Flags {
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
  readonly seed: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

export const maximalSeed = 4_294_967_295;

export const registerSplit: Register = (program, run) => {
  const command = program
    .command('split')
    .description('draw labelled documents into training, validation and test, class by class')
    .argument('<file>', 'the project')
    .option('--train <percent>', 'share of the training documents (default: 80)', percentage)
    .option('--validation <percent>', 'share of the validation documents (default: 10)', percentage)
    .option('--test <percent>', 'share of the test documents (default: 10)', percentage)
    .option(
      '--seed <number>',
      'the same seed draws the same documents',
      wholeNumber(0, maximalSeed),
      defaultSeed,
    )
    .option('--all', 'draw again the documents that have a place already')
    .action((file: string, flags: Flags) =>
      run(flags, async (session) => {
        const percentages = completePercentages(flags);
        const project = await session.open(file);
        const drawn = await project.training.split({
          percentages,
          seed: flags.seed,
          all: flags.all === true,
        });
        const { train, validation, test } = drawn;
        return {
          json: { train, validation, test, seed: flags.seed },
          text: `Drew ${train} documents into training, ${validation} into validation, ${test} into test.`,
        };
      }),
    );
  addJsonFlag(command);
};
