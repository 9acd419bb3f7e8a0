import { serveTasks } from './serve.ts';

/** Entry of a thread: every task that the engine shares out is listed here. */
serveTasks([]);
