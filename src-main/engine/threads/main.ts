import { classifyTexts } from '../classify-texts.ts';
import { encodeTexts } from '../encoder/encode-texts.ts';
import { countChunk } from '../features/count-chunk.ts';
import { countKept, weighRows } from '../features/weigh-rows.ts';
import { solveLanes } from '../linear/solver/solve-task.ts';
import { serveTasks } from './serve.ts';

/** Entry of a thread: every task that the engine shares out is listed here. */
serveTasks([countChunk, countKept, weighRows, classifyTexts, solveLanes, encodeTexts]);
