/**
 * The environment of worker processes: this process's, and a word to the C library of Linux (glibc; others do not
 * look at it). Left alone, glibc keeps what a training frees once such pieces, of up to 32 MB, have come and gone. So
 * from 1 MB on, a piece goes back to the system at once.
 */
export function workerEnvironment(): NodeJS.ProcessEnv {
  return { MALLOC_MMAP_THRESHOLD_: String(2 ** 20), ...process.env };
}
