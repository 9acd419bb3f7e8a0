import { encodeMessage, type Message } from './protobuf.ts';

/** Sizes; a name stands for a size that the caller of the model chooses. */
type Shape = readonly (number | string)[];

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

export interface OnnxNode {
  /** A standard operator. */
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers, not negative. */
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: 'float32' | 'int64';
  readonly shape: Shape;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** In an order in which they can be computed. */
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly facts: Readonly<Record<string, string>>;
}

/** Version 8 of the format and 13 of its operators: every runtime since 2021 knows them. */
const formatVersion = 8;
const operatorVersion = 13;

/** Numbers of onnx.proto3 (github.com/onnx/onnx). */
const dataTypes = { float32: 1, int64: 7 } as const;
const wholeNumberAttribute = 2;

/** An ONNX file of standard operators, as pieces that follow one another. */
export function encodeOnnx(graph: OnnxGraph): readonly Uint8Array[] {
  return encodeMessage([
    [1, formatVersion],
    [2, 'Winnow'],
    [7, graphMessage(graph)],
    [8, [[2, operatorVersion]]],
    ...Object.entries(graph.facts).map(([key, value]): Message[number] => [
      14,
      [
        [1, key],
        [2, value],
      ],
    ]),
  ]);
}

function graphMessage({ name, inputs, outputs, nodes, constants }: OnnxGraph): Message {
  return [
    ...nodes.map((node): Message[number] => [1, nodeMessage(node)]),
    [2, name],
    ...constants.map((tensor): Message[number] => [5, tensorMessage(tensor)]),
    ...inputs.map((value): Message[number] => [11, valueMessage(value)]),
    ...outputs.map((value): Message[number] => [12, valueMessage(value)]),
  ];
}

function nodeMessage({ operator, inputs, outputs, attributes = {} }: OnnxNode): Message {
  return [
    ...inputs.map((input): Message[number] => [1, input]),
    ...outputs.map((output): Message[number] => [2, output]),
    [3, outputs[0]!],
    [4, operator],
    ...Object.entries(attributes).map(([name, value]): Message[number] => [
      5,
      [
        [1, name],
        [3, value],
        [20, wholeNumberAttribute],
      ],
    ]),
  ];
}

function tensorMessage({ name, shape, values }: OnnxTensor): Message {
  return [
    ...shape.map((size): Message[number] => [1, size]),
    [2, values instanceof Float32Array ? dataTypes.float32 : dataTypes.int64],
    [8, name],
    [9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)],
  ];
}

function valueMessage({ name, type, shape }: OnnxValue): Message {
  const sizes = shape.map((size): Message[number] => [1, [typeof size === 'number' ? [1, size] : [2, size]]]);
  const tensor: Message = [
    [1, dataTypes[type]],
    [2, sizes],
  ];
  return [
    [1, name],
    [2, [[1, tensor]]],
  ];
}
