import type { InspectEncoderTask } from '../../../core/ports/worker.ts';
import type { EncoderDetails } from '../../../domain/encoder.ts';
import { inspectEncoder } from '../../../engine/encoder/encoder.ts';
import type { TaskContext } from '../task-context.ts';

export function runInspectEncoder(task: InspectEncoderTask, context: TaskContext): Promise<EncoderDetails> {
  return inspectEncoder(task.path, context.pause);
}
