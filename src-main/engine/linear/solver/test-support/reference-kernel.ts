import { type LaneKernel, laneLayout, taskLayout } from '../kernel.ts';
import { type LaneViews, viewsOf } from '../lane-memory.ts';
import type { SharedMemory } from '../web-assembly.ts';

const { fround } = Math;

/** What kernel/lanes.as computes, lane by lane in plain TypeScript: the same bits. The memory must not grow. */
export function referenceKernel(memory: SharedMemory): LaneKernel {
  const kernel = new ReferenceKernel(viewsOf(memory));
  return {
    visit: (...task) => kernel.visit(...task),
    restore: (...task) => kernel.restore(...task),
    judge: (...task) => kernel.judge(...task),
  };
}

class ReferenceKernel implements LaneKernel {
  readonly #views: LaneViews;

  constructor(views: LaneViews) {
    this.#views = views;
  }

  #word(task: number, offset: number): number {
    return this.#views.integers[(task + offset) / 4]!;
  }

  #laneCount(task: number): number {
    return this.#word(task, taskLayout.stride) / 4;
  }

  #rowAt(task: number, place: number): number {
    return this.#views.integers[this.#word(task, taskLayout.order) / 4 + place]!;
  }

  #rowOf(task: number, row: number) {
    return {
      from: this.#views.integers[this.#word(task, taskLayout.offsets) / 4 + row]!,
      to: this.#views.integers[this.#word(task, taskLayout.offsets) / 4 + row + 1]!,
      indices: this.#word(task, taskLayout.indices),
      values: this.#word(task, taskLayout.values),
      stride: this.#word(task, taskLayout.stride),
      weights: this.#word(task, taskLayout.weights),
    };
  }

  /** Sums run side by side, as many as the kernel has for the stride. */
  #product(task: number, row: number, lane: number): number {
    const { from, to, indices, values, stride, weights } = this.#rowOf(task, row);
    const sums = 64 / stride;
    const parts = new Float32Array(sums);
    parts[0] = this.#views.floats[this.#word(task, taskLayout.bias) / 4 + lane]!;
    const together = from + Math.floor((to - from) / sums) * sums;
    for (let entry = from; entry < to; entry++) {
      const part = entry < together ? (entry - from) % sums : 0;
      const weight =
        this.#views.floats[(weights + this.#views.integers[indices / 4 + entry]! * stride) / 4 + lane]!;
      parts[part] = parts[part]! + fround(this.#views.floats[values / 4 + entry]! * weight);
    }
    if (sums === 1) return parts[0]!;
    if (sums === 2) return fround(parts[0]! + parts[1]!);
    return fround(fround(parts[0]! + parts[1]!) + fround(parts[2]! + parts[3]!));
  }

  #add(task: number, row: number, lane: number, change: number): void {
    const { from, to, indices, values, stride, weights } = this.#rowOf(task, row);
    const bias = this.#word(task, taskLayout.bias) / 4 + lane;
    this.#views.floats[bias] = this.#views.floats[bias]! + change;
    for (let entry = from; entry < to; entry++) {
      const at = (weights + this.#views.integers[indices / 4 + entry]! * stride) / 4 + lane;
      this.#views.floats[at] =
        this.#views.floats[at]! + fround(this.#views.floats[values / 4 + entry]! * change);
    }
  }

  /** Optimises one row for one lane; what is to be added to the weights, per unit of the row. */
  #move(task: number, row: number, lane: number): number {
    const numbers = this.#word(task, taskLayout.lanes) / 4 + lane;
    const at = this.#word(task, taskLayout.alphas) / 4 + row * this.#laneCount(task) + lane;
    const other = Object.is(this.#views.floats[at]!, -0) || this.#views.floats[at]! < 0;
    const sign = other ? -1 : 1;
    const alpha = Math.abs(this.#views.floats[at]!);
    const diagonal =
      this.#views.floats[numbers + (other ? laneLayout.otherDiagonal : laneLayout.ownDiagonal) / 4]!;
    const learns =
      this.#views.integers[numbers + laneLayout.fold / 4] !==
      this.#views.bytes[this.#word(task, taskLayout.folds) + row];
    const gradient = fround(fround(sign * this.#product(task, row, lane) - 1) + fround(alpha * diagonal));
    const bounded = alpha === 0 ? Math.min(gradient, 0) : gradient;
    const projected = learns ? bounded : 0;
    const largest = numbers + laneLayout.largest / 4;
    const smallest = numbers + laneLayout.smallest / 4;
    this.#views.floats[largest] = Math.max(this.#views.floats[largest]!, projected);
    this.#views.floats[smallest] = Math.min(this.#views.floats[smallest]!, projected);
    if (!learns || !(Math.abs(projected) > word32(this.#views.floats, task + taskLayout.least))) return 0;
    const norm = this.#views.floats[this.#word(task, taskLayout.norms) / 4 + row]!;
    const next = Math.max(fround(alpha - fround(gradient / fround(norm + diagonal))), 0);
    this.#views.floats[at] = sign * next;
    return sign * fround(next - alpha);
  }

  visit(task: number, from: number, to: number, kept: number): number {
    let next = kept;
    for (let place = from; place < to; place++) {
      const row = this.#rowAt(task, place);
      const changes = Array.from({ length: this.#laneCount(task) }, (_, lane) => this.#move(task, row, lane));
      if (changes.every((change) => change === 0)) continue;
      for (const [lane, change] of changes.entries()) this.#add(task, row, lane, change);
      this.#views.integers[this.#word(task, taskLayout.order) / 4 + next++] = row;
    }
    return next;
  }
  restore(task: number, from: number, to: number): void {
    for (let place = from; place < to; place++) {
      const row = this.#rowAt(task, place);
      for (let lane = 0; lane < this.#laneCount(task); lane++) {
        const fold = this.#views.integers[(this.#word(task, taskLayout.lanes) + laneLayout.fold) / 4 + lane];
        if (fold === this.#views.bytes[this.#word(task, taskLayout.folds) + row]) continue;
        this.#add(
          task,
          row,
          lane,
          this.#views.floats[this.#word(task, taskLayout.alphas) / 4 + row * this.#laneCount(task) + lane]!,
        );
      }
    }
  }
  judge(task: number, from: number, to: number, into: number): void {
    for (let place = from; place < to; place++) {
      for (let lane = 0; lane < this.#laneCount(task); lane++) {
        this.#views.floats[into / 4 + (place - from) * this.#laneCount(task) + lane] = this.#product(
          task,
          this.#rowAt(task, place),
          lane,
        );
      }
    }
  }
}

const word32 = (floats: Float32Array, address: number): number => floats[address / 4]!;
