/** The seconds of a training's phases, each ended by its lap: what a receipt keeps. */
export function createClock() {
  const seconds: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string): void => {
    const now = performance.now();
    seconds[name] = (now - last) / 1000;
    last = now;
  };
  return { seconds, lap };
}
