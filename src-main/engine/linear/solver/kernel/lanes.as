// Compiled to WebAssembly by `npm run kernel`; TypeScript's compiler does not read this file.
//
// Dual coordinate descent for many binary problems ("lanes") over the same rows at once. Weights and dual variables
// of up to 16 lanes stand next to each other, so that one cache line serves all of them. Every lane is computed
// independently of the others, in 32-bit floats, in a fixed order of additions.

// A task: byte offsets of its 32-bit words. Addresses and the stride are in bytes.
const OFFSETS: usize = 0; // u32 per row and one more: number of the row's first entry
const INDICES: usize = 4; // u32 per entry: its feature
const VALUES: usize = 8; // f32 per entry
const NORMS: usize = 12; // f32 per row: squared length, the constant feature included
const FOLDS: usize = 16; // u8 per row: lanes of the same fold do not learn from it
const WEIGHTS: usize = 20; // f32 per feature and lane
const BIAS: usize = 24; // f32 per lane, behind the last feature
const ALPHAS: usize = 28; // f32 per row and lane: |dual variable|; its sign bit says that the row's class is another
const ORDER: usize = 32; // u32 per place: a row
const STRIDE: usize = 36; // bytes from one feature's weights to the next: 16, 32 or 64
const LANES: usize = 40; // per-lane numbers, 64 bytes each: see below
const LEAST: usize = 44; // f32: a gradient no further from zero changes nothing

// Per-lane numbers.
const OWN_DIAGONAL: usize = 0; // f32: 0.5 / cost of a row of the lane's class
const OTHER_DIAGONAL: usize = 64; // f32: 0.5 / cost of any other row
const LANE_FOLD: usize = 128; // i32: the fold that the lane does not learn from
const LARGEST: usize = 192; // f32: largest projected gradient seen
const SMALLEST: usize = 256; // f32: smallest
const PRODUCTS: usize = 320; // f32: the row's product with the weights
const CHANGES: usize = 384; // f32: what is added to the weights for every unit of the row

/** Optimises the rows order[from, to); moves those that changed to the front, from `kept` on. Returns their end. */
export function visit(task: usize, from: u32, to: u32, kept: u32): u32 {
  const norms = load<usize>(task, NORMS);
  const folds = load<usize>(task, FOLDS);
  const alphas = load<usize>(task, ALPHAS);
  const order = load<usize>(task, ORDER);
  const stride = load<usize>(task, STRIDE);
  const lanes = load<usize>(task, LANES);
  const least = v128.load32_splat(task, LEAST);
  const signBit = i32x4.splat(0x80000000);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let place = from; place < to; place++) {
    const row = load<u32>(order + (<usize>place << 2));
    multiply(task, row, lanes + PRODUCTS);
    const fold = i32x4.splat(<i32>load<u8>(folds + row));
    const norm = v128.load32_splat(norms + (<usize>row << 2));
    const own = alphas + <usize>row * stride;
    let changed = zero;
    for (let at: usize = 0; at < stride; at += 16) {
      const coded = v128.load(own + at);
      const sign = v128.and(coded, signBit);
      const alpha = v128.xor(coded, sign);
      const other = i32x4.shr_s(coded, 31);
      const diagonal = v128.bitselect(
        v128.load(lanes + at, OTHER_DIAGONAL),
        v128.load(lanes + at, OWN_DIAGONAL),
        other,
      );
      const product = v128.xor(v128.load(lanes + at, PRODUCTS), sign);
      const gradient = f32x4.add(f32x4.sub(product, one), f32x4.mul(alpha, diagonal));
      const learns = i32x4.ne(v128.load(lanes + at, LANE_FOLD), fold);
      const bounded = v128.bitselect(f32x4.min(gradient, zero), gradient, f32x4.eq(alpha, zero));
      const projected = v128.and(bounded, learns);
      v128.store(lanes + at, f32x4.max(v128.load(lanes + at, LARGEST), projected), LARGEST);
      v128.store(lanes + at, f32x4.min(v128.load(lanes + at, SMALLEST), projected), SMALLEST);
      const moves = v128.and(f32x4.gt(f32x4.abs(projected), least), learns);
      const step = f32x4.div(gradient, f32x4.add(norm, diagonal));
      const next = f32x4.max(f32x4.sub(alpha, step), zero);
      v128.store(own + at, v128.or(v128.bitselect(next, alpha, moves), sign));
      const change = v128.and(f32x4.sub(next, alpha), moves);
      v128.store(lanes + at, v128.xor(change, sign), CHANGES);
      changed = v128.or(changed, f32x4.ne(change, zero));
    }
    if (v128.any_true(changed)) {
      addRow(task, row, lanes + CHANGES);
      store<u32>(order + (<usize>kept << 2), row);
      kept++;
    }
  }
  return kept;
}

/** Adds to the weights what the dual variables of the rows order[from, to) stand for. */
export function restore(task: usize, from: u32, to: u32): void {
  const folds = load<usize>(task, FOLDS);
  const alphas = load<usize>(task, ALPHAS);
  const order = load<usize>(task, ORDER);
  const stride = load<usize>(task, STRIDE);
  const lanes = load<usize>(task, LANES);
  const zero = f32x4.splat(0);
  for (let place = from; place < to; place++) {
    const row = load<u32>(order + (<usize>place << 2));
    const fold = i32x4.splat(<i32>load<u8>(folds + row));
    const own = alphas + <usize>row * stride;
    let changed = zero;
    for (let at: usize = 0; at < stride; at += 16) {
      const learns = i32x4.ne(v128.load(lanes + at, LANE_FOLD), fold);
      const change = v128.and(v128.load(own + at), learns);
      v128.store(lanes + at, change, CHANGES);
      changed = v128.or(changed, f32x4.ne(change, zero));
    }
    if (v128.any_true(changed)) addRow(task, row, lanes + CHANGES);
  }
}

/** Writes the products of the rows order[from, to) with the weights, one row of lanes after another. */
export function judge(task: usize, from: u32, to: u32, into: usize): void {
  const order = load<usize>(task, ORDER);
  const stride = load<usize>(task, STRIDE);
  for (let place = from; place < to; place++) {
    multiply(task, load<u32>(order + (<usize>place << 2)), into);
    into += stride;
  }
}

function multiply(task: usize, row: u32, into: usize): void {
  const offsets = load<usize>(task, OFFSETS) + (<usize>row << 2);
  const from = <usize>load<u32>(offsets) << 2;
  const to = <usize>load<u32>(offsets, 4) << 2;
  const indices = load<usize>(task, INDICES);
  const values = load<usize>(task, VALUES);
  const stride = load<usize>(task, STRIDE);
  const weights = load<usize>(task, WEIGHTS);
  const bias = load<usize>(task, BIAS);
  if (stride == 64) multiply16(indices, values, from, to, weights, bias, into);
  else if (stride == 32) multiply8(indices, values, from, to, weights, bias, into);
  else multiply4(indices, values, from, to, weights, bias, into);
}

function multiply16(
  indices: usize,
  values: usize,
  from: usize,
  to: usize,
  weights: usize,
  bias: usize,
  into: usize,
): void {
  let a = v128.load(bias, 0);
  let b = v128.load(bias, 16);
  let c = v128.load(bias, 32);
  let d = v128.load(bias, 48);
  for (let entry = from; entry < to; entry += 4) {
    const column = weights + (<usize>load<u32>(indices + entry) << 6);
    const value = v128.load32_splat(values + entry);
    a = f32x4.add(a, f32x4.mul(value, v128.load(column, 0)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(column, 16)));
    c = f32x4.add(c, f32x4.mul(value, v128.load(column, 32)));
    d = f32x4.add(d, f32x4.mul(value, v128.load(column, 48)));
  }
  v128.store(into, a, 0);
  v128.store(into, b, 16);
  v128.store(into, c, 32);
  v128.store(into, d, 48);
}

// Each addition waits for the one before it: two or four sums at a time wait less.
function multiply8(
  indices: usize,
  values: usize,
  from: usize,
  to: usize,
  weights: usize,
  bias: usize,
  into: usize,
): void {
  let a = v128.load(bias, 0);
  let b = v128.load(bias, 16);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let entry = from;
  for (; entry + 4 < to; entry += 8) {
    const first = weights + (<usize>load<u32>(indices + entry) << 5);
    const second = weights + (<usize>load<u32>(indices + entry, 4) << 5);
    const value = v128.load32_splat(values + entry);
    const next = v128.load32_splat(values + entry, 4);
    a = f32x4.add(a, f32x4.mul(value, v128.load(first, 0)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(first, 16)));
    c = f32x4.add(c, f32x4.mul(next, v128.load(second, 0)));
    d = f32x4.add(d, f32x4.mul(next, v128.load(second, 16)));
  }
  if (entry < to) {
    const last = weights + (<usize>load<u32>(indices + entry) << 5);
    const value = v128.load32_splat(values + entry);
    a = f32x4.add(a, f32x4.mul(value, v128.load(last, 0)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(last, 16)));
  }
  v128.store(into, f32x4.add(a, c), 0);
  v128.store(into, f32x4.add(b, d), 16);
}

function multiply4(
  indices: usize,
  values: usize,
  from: usize,
  to: usize,
  weights: usize,
  bias: usize,
  into: usize,
): void {
  let a = v128.load(bias);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let entry = from;
  for (; entry + 12 < to; entry += 16) {
    const first = weights + (<usize>load<u32>(indices + entry) << 4);
    const second = weights + (<usize>load<u32>(indices + entry, 4) << 4);
    const third = weights + (<usize>load<u32>(indices + entry, 8) << 4);
    const fourth = weights + (<usize>load<u32>(indices + entry, 12) << 4);
    a = f32x4.add(a, f32x4.mul(v128.load32_splat(values + entry), v128.load(first)));
    b = f32x4.add(b, f32x4.mul(v128.load32_splat(values + entry, 4), v128.load(second)));
    c = f32x4.add(c, f32x4.mul(v128.load32_splat(values + entry, 8), v128.load(third)));
    d = f32x4.add(d, f32x4.mul(v128.load32_splat(values + entry, 12), v128.load(fourth)));
  }
  for (; entry < to; entry += 4) {
    const last = weights + (<usize>load<u32>(indices + entry) << 4);
    a = f32x4.add(a, f32x4.mul(v128.load32_splat(values + entry), v128.load(last)));
  }
  v128.store(into, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
}

function addRow(task: usize, row: u32, changes: usize): void {
  const offsets = load<usize>(task, OFFSETS) + (<usize>row << 2);
  const from = <usize>load<u32>(offsets) << 2;
  const to = <usize>load<u32>(offsets, 4) << 2;
  const indices = load<usize>(task, INDICES);
  const values = load<usize>(task, VALUES);
  const stride = load<usize>(task, STRIDE);
  const weights = load<usize>(task, WEIGHTS);
  const bias = load<usize>(task, BIAS);
  if (stride == 64) addRow16(indices, values, from, to, weights, bias, changes);
  else if (stride == 32) addRow8(indices, values, from, to, weights, bias, changes);
  else addRow4(indices, values, from, to, weights, bias, changes);
}

function addRow16(
  indices: usize,
  values: usize,
  from: usize,
  to: usize,
  weights: usize,
  bias: usize,
  changes: usize,
): void {
  const a = v128.load(changes, 0);
  const b = v128.load(changes, 16);
  const c = v128.load(changes, 32);
  const d = v128.load(changes, 48);
  v128.store(bias, f32x4.add(v128.load(bias, 0), a), 0);
  v128.store(bias, f32x4.add(v128.load(bias, 16), b), 16);
  v128.store(bias, f32x4.add(v128.load(bias, 32), c), 32);
  v128.store(bias, f32x4.add(v128.load(bias, 48), d), 48);
  for (let entry = from; entry < to; entry += 4) {
    const column = weights + (<usize>load<u32>(indices + entry) << 6);
    const value = v128.load32_splat(values + entry);
    const e = f32x4.add(v128.load(column, 0), f32x4.mul(value, a));
    const f = f32x4.add(v128.load(column, 16), f32x4.mul(value, b));
    const g = f32x4.add(v128.load(column, 32), f32x4.mul(value, c));
    const h = f32x4.add(v128.load(column, 48), f32x4.mul(value, d));
    v128.store(column, e, 0);
    v128.store(column, f, 16);
    v128.store(column, g, 32);
    v128.store(column, h, 48);
  }
}

function addRow8(
  indices: usize,
  values: usize,
  from: usize,
  to: usize,
  weights: usize,
  bias: usize,
  changes: usize,
): void {
  const a = v128.load(changes, 0);
  const b = v128.load(changes, 16);
  v128.store(bias, f32x4.add(v128.load(bias, 0), a), 0);
  v128.store(bias, f32x4.add(v128.load(bias, 16), b), 16);
  for (let entry = from; entry < to; entry += 4) {
    const column = weights + (<usize>load<u32>(indices + entry) << 5);
    const value = v128.load32_splat(values + entry);
    const c = f32x4.add(v128.load(column, 0), f32x4.mul(value, a));
    const d = f32x4.add(v128.load(column, 16), f32x4.mul(value, b));
    v128.store(column, c, 0);
    v128.store(column, d, 16);
  }
}

function addRow4(
  indices: usize,
  values: usize,
  from: usize,
  to: usize,
  weights: usize,
  bias: usize,
  changes: usize,
): void {
  const change = v128.load(changes);
  v128.store(bias, f32x4.add(v128.load(bias), change));
  for (let entry = from; entry < to; entry += 4) {
    const column = weights + (<usize>load<u32>(indices + entry) << 4);
    const value = v128.load32_splat(values + entry);
    v128.store(column, f32x4.add(v128.load(column), f32x4.mul(value, change)));
  }
}
