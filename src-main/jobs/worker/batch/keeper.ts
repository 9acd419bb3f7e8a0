import { rm } from 'node:fs/promises';
import { type Checkpoint, checkpointVersion, type Position, writeCheckpoint } from './checkpoint.ts';
import type { DriftState } from './drift-watch.ts';
import { type Inputs, writeInputList } from './inputs.ts';
import type { Outputs } from './outputs.ts';
import { checkpointOf, inputListOf, partOf } from './part-names.ts';
import type { Tally } from './tally.ts';

/** Checkpoints are this many documents or seconds apart, whichever comes first. */
const documentsBetween = 5000;
const millisecondsBetween = 5000;
/** And never take more than a twentieth of the time, however many files must reach the disk. */
const durationsBetween = 20;

interface Kept {
  /** Null for a pipe: it cannot be gone on with. */
  readonly outputPath: string | null;
  readonly request: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  readonly tally: Tally;
  readonly drift: () => DriftState | null;
}

/** Keeps a run so that it can go on after its process has ended. */
export class Keeper {
  readonly #kept: Kept;
  #position: Position;
  #listed: boolean;
  #documents: number;
  #at = performance.now();
  #duration = 0;
  #whole = true;

  /** @param listed whether the list of inputs is on disk already */
  constructor(kept: Kept, position: Position, listed: boolean) {
    this.#kept = kept;
    this.#position = position;
    this.#listed = listed;
    this.#documents = kept.tally.documents;
  }

  /** From here to the next {@link advance} the outputs hold more than the position says. */
  begin(): void {
    this.#whole = false;
  }

  /** Everything up to this position has been handed to the outputs. */
  async advance(position: Position): Promise<void> {
    this.#position = position;
    this.#whole = true;
    const since = performance.now() - this.#at;
    const due =
      since >= millisecondsBetween || this.#kept.tally.documents - this.#documents >= documentsBetween;
    if (due && since >= durationsBetween * this.#duration) await this.write(false);
    else await this.#kept.outputs.files.settle();
  }

  async write(complete: boolean): Promise<Checkpoint> {
    const { outputPath, request, inputs, outputs, tally, drift } = this.#kept;
    const start = performance.now();
    await outputs.files.sync();
    const checkpoint: Checkpoint = {
      version: checkpointVersion,
      request,
      inputs: inputs.fingerprint,
      at: new Date().toISOString(),
      position: this.#position,
      complete,
      ...outputs.states(),
      tally: tally.state(),
      drift: drift(),
    };
    if (outputPath !== null) {
      if (!this.#listed) await writeInputList(inputListOf(outputPath), inputs);
      this.#listed = true;
      await writeCheckpoint(checkpointOf(outputPath), checkpoint);
    }
    this.#documents = tally.documents;
    this.#at = performance.now();
    this.#duration = this.#at - start;
    return checkpoint;
  }

  /**
   * After a failure or cancel: what is done is kept; where nothing is, nothing stays behind. Whatever
   * goes wrong here, the checkpoint before it still holds.
   */
  async giveUp(): Promise<void> {
    const { outputPath, outputs, tally } = this.#kept;
    try {
      if (outputPath !== null && tally.documents > 0 && this.#whole) {
        await this.write(false);
      } else if (!this.#listed) {
        const { results, errors, routes } = outputs.states();
        await outputs.files.close();
        for (const part of [results, errors, ...routes]) {
          if (part !== null) await rm(partOf(part.path), { force: true });
        }
      }
    } catch {
      // The failure that led here is the one to be told.
    }
  }
}
