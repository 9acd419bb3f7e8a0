import { expect, it } from 'vitest';
import { runAtOnce } from '../work.ts';
import { weightsOfLanes, withOpposite } from './lane-weights.ts';
import { createWeightsBuilder } from './weights.ts';

const pause = (): Promise<void> => Promise.resolve();

it('gives the classes of all lanes feature by feature, as adding one class after another does', async () => {
  const dense = [
    [0.5, 0, -1, 4],
    [0, 0, 2, 5],
    [0.25, 0, 0, 6],
  ];
  const builder = createWeightsBuilder(3, 5);
  for (const [place, weights] of dense.entries()) {
    runAtOnce(builder.add([0, 2, 3][place]!, Float64Array.from(weights)));
  }
  // Two lanes beside two that are not used, then one.
  const first = Float32Array.from([0, 1, 2, 3].flatMap((at) => [dense[0]![at]!, dense[1]![at]!, 0, 0]));
  const second = Float32Array.from([0, 1, 2, 3].flatMap((at) => [dense[2]![at]!, 0, 0, 0]));
  const shards = [
    { width: 4, values: first, classes: [0, 2] },
    { width: 4, values: second, classes: [3] },
  ];
  expect(await weightsOfLanes(3, 5, shards, pause)).toEqual(runAtOnce(builder.finish()));
});

it('gives the other one of two classes the opposite weights', async () => {
  const values = Float32Array.of(0.5, 0, 0, 0, 0, 0, 0, 0, -2, 0, 0, 0);
  const lanes = withOpposite({ width: 4, values, classes: [1] }, 2);
  const weights = await weightsOfLanes(2, 3, [lanes], pause);
  expect(weights.offsets).toEqual(Uint32Array.of(0, 2, 2));
  expect(weights.classes).toEqual(Uint16Array.of(1, 2));
  expect(weights.weights).toEqual(Float32Array.of(0.5, -0.5));
  expect(weights.intercepts).toEqual(Float64Array.of(Number.NaN, -2, 2));
});
