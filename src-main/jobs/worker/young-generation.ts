import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's memory for new objects as small as it begins, in this process and all its threads. Left alone it grows
 * to 32 MB twice over as texts are read, each of which dies soon; what a training keeps are typed arrays, outside of
 * it. Set while the program runs, since not every host that starts it can pass flags on.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
