import { describe, expect, it } from 'vitest';
import { createRandom } from '../../domain/random.ts';
import { createPredictionRows, type RowOrigin, type RowSettings, scoreText } from './prediction-rows.ts';

const scores = Float32Array.from([0.25, 0.75]);
const rowsOf = (settings: Partial<RowSettings> & Pick<RowSettings, 'format' | 'classes'>) =>
  createPredictionRows({ kind: 'single', decided: false, ...settings });
const at = (id: string, line: number | null = 1): RowOrigin => ({ id, source: 'in.csv', line });

describe('prediction rows', () => {
  it('are JSON with every score, whatever a class is called', () => {
    const rows = rowsOf({ format: 'jsonl', classes: ['__proto__', 'b'] });
    expect(rows.header).toBe('');
    expect(rows.row(at('7'), { predicted: [1], scores })).toBe(
      '{"id":"7","labels":["b"],"scores":{"__proto__":0.25,"b":0.75}}\n',
    );
    const quoted = rowsOf({ format: 'jsonl', classes: ['"a"', '\n'] }).row(at('"'), {
      predicted: [0, 1],
      scores,
    });
    expect(JSON.parse(quoted)).toEqual({
      id: '"',
      labels: ['"a"', '\n'],
      scores: { '"a"': 0.25, '\n': 0.75 },
    });
  });

  it('are CSV with a column a class, several labels in one cell, formulas as text', () => {
    const rows = rowsOf({ format: 'csv', classes: ['=cmd', 'b,c'] });
    expect(rows.header).toBe('id,labels,score: =cmd,"score: b,c"\r\n');
    expect(rows.row(at('+1'), { predicted: [1, 0], scores })).toBe(`'+1,"b,c|=cmd",0.25,0.75\r\n`);
    expect(rows.row(at('x'), { predicted: [], scores })).toBe('x,[],0.25,0.75\r\n');
    expect(rows.row(at('x'), { predicted: [0], scores })).toBe(`x,'=cmd,0.25,0.75\r\n`);
  });

  it('say who is unsure where a rule decides', () => {
    const json = rowsOf({ format: 'jsonl', classes: ['a', 'b'], decided: true });
    expect(json.row(at('7'), { predicted: [1], scores, unsure: true })).toBe(
      '{"id":"7","labels":["b"],"unsure":true,"scores":{"a":0.25,"b":0.75}}\n',
    );
    const csv = rowsOf({ format: 'csv', classes: ['a', 'b'], decided: true });
    expect(csv.header).toBe('id,labels,unsure,score: a,score: b\r\n');
    expect(csv.row(at('7'), { predicted: [1], scores, unsure: false })).toBe('7,b,false,0.25,0.75\r\n');
  });

  it('are as Amazon Comprehend writes them: lines from zero and as strings, classes or labels', () => {
    const single = rowsOf({ format: 'comprehend', classes: ['a', 'b'] });
    expect(single.row(at('7', 1), { predicted: [1], scores })).toBe(
      '{"File":"in.csv","Line":"0","Classes":[{"Name":"b","Score":0.75},{"Name":"a","Score":0.25}]}\n',
    );
    expect(JSON.parse(single.row(at('7', null), { predicted: [1], scores }))).not.toHaveProperty('Line');
    const multi = rowsOf({ format: 'comprehend', classes: ['a', 'b'], kind: 'multi' });
    expect(multi.row(at('7', 3), { predicted: [1], scores })).toBe(
      '{"File":"in.csv","Line":"2","Labels":[{"Name":"b","Score":0.75},{"Name":"a","Score":0.25}]}\n',
    );
    expect(multi.row(at('7', 3), { predicted: [], scores })).toContain('"Labels":[{"Name":"b"');
  });
});

describe('a score', () => {
  it('is written like the number rounded to six digits', () => {
    const random = createRandom(1);
    const values = [0, 1, 0.5, 1e-6, 4e-7, 6e-7, 0.999_999, 0.999_999_6, 0.1, 0.001, 0.0001];
    for (let draw = 0; draw < 5000; draw++) values.push(random.fraction() ** 6);
    for (const value of values) {
      expect(scoreText(value)).toBe(String(Math.round(value * 1e6) / 1e6));
    }
  });
});
