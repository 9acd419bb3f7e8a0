import { describe, expect, it } from 'vitest';
import { createPredictionRows } from './prediction-rows.ts';

const scores = Float32Array.from([0.25, 0.75]);

describe('prediction rows', () => {
  it('are JSON with every score, whatever a class is called', () => {
    const rows = createPredictionRows('jsonl', ['__proto__', 'b'], false);
    expect(rows.header).toBe('');
    expect(rows.row('7', { predicted: [1], scores })).toBe(
      '{"id":"7","labels":["b"],"scores":{"__proto__":0.25,"b":0.75}}\n',
    );
  });

  it('are CSV with a column a class, several labels in one cell, formulas as text', () => {
    const rows = createPredictionRows('csv', ['=cmd', 'b,c'], false);
    expect(rows.header).toBe('id,labels,score: =cmd,"score: b,c"\r\n');
    expect(rows.row('+1', { predicted: [1, 0], scores })).toBe(`'+1,"b,c|=cmd",0.25,0.75\r\n`);
    expect(rows.row('x', { predicted: [], scores })).toBe('x,[],0.25,0.75\r\n');
  });

  it('say who is unsure where a rule decides', () => {
    const json = createPredictionRows('jsonl', ['a', 'b'], true);
    expect(json.row('7', { predicted: [1], scores, unsure: true })).toBe(
      '{"id":"7","labels":["b"],"unsure":true,"scores":{"a":0.25,"b":0.75}}\n',
    );
    const csv = createPredictionRows('csv', ['a', 'b'], true);
    expect(csv.header).toBe('id,labels,unsure,score: a,score: b\r\n');
    expect(csv.row('7', { predicted: [1], scores, unsure: false })).toBe('7,b,false,0.25,0.75\r\n');
  });
});
