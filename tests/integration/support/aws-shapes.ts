import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WireAnswer } from './comprehend.ts';

/** A name of a shape, a list of one, or a plain type. */
type Kind = string | readonly [Kind];

interface Shapes {
  readonly operations: Readonly<
    Record<string, { readonly output: string; readonly errors: readonly string[] }>
  >;
  readonly shapes: Readonly<
    Record<
      string,
      { readonly members?: Readonly<Record<string, Kind>>; readonly enum?: readonly string[] } | undefined
    >
  >;
}

const fixture = path.resolve(import.meta.dirname, '../../fixtures/comprehend/shapes.json');
const { operations, shapes } = JSON.parse(readFileSync(fixture, 'utf8')) as Shapes;

/** What of an answer is not as AWS describes it; empty when all is. */
export function deviations({ operation, status, body }: WireAnswer): readonly string[] {
  const described = operations[operation];
  if (described === undefined) return [`${operation} is not described`];
  const value = JSON.parse(body) as Record<string, unknown>;
  if (status === 200) return check(described.output, value, operation);
  const type = String(value.__type);
  return [
    ...(described.errors.includes(type) ? [] : [`${operation} knows no ${type}`]),
    ...(typeof value.Message === 'string' ? [] : [`${operation}: ${type} has no Message`]),
  ];
}

function check(kind: Kind, value: unknown, place: string): readonly string[] {
  if (typeof kind !== 'string') {
    if (!Array.isArray(value)) return [`${place} is no list`];
    return value.flatMap((item, index) => check(kind[0], item, `${place}[${index}]`));
  }
  const shape = shapes[kind];
  if (shape?.enum !== undefined) return shape.enum.includes(String(value)) ? [] : [`${place} is ${value}`];
  if (shape?.members === undefined) return isOf(kind, value) ? [] : [`${place} is no ${kind}: ${value}`];
  const { members } = shape;
  if (typeof value !== 'object' || value === null) return [`${place} is no ${kind}`];
  return Object.entries(value).flatMap(([name, inner]) => {
    const member = members[name];
    return member === undefined ? [`${place}.${name} is unknown`] : check(member, inner, `${place}.${name}`);
  });
}

function isOf(kind: string, value: unknown): boolean {
  switch (kind) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'float':
    case 'double':
    case 'timestamp':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return false;
  }
}
