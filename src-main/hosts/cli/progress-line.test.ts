import { describe, expect, it } from 'vitest';
import { createProgressLine, describeProgress } from './progress-line.ts';

function record(isTTY: boolean) {
  let text = '';
  return {
    stream: { isTTY, write: (piece: string) => (text += piece) },
    text: () => text,
  };
}

describe('progress on standard error', () => {
  it('is one line written over on a terminal, and gone at the end', () => {
    const { stream, text } = record(true);
    const line = createProgressLine(stream, true);
    line.show({ phase: 'Importing', fraction: 0.5 });
    line.end();
    expect(text()).toBe('\r\u001b[2KImporting, 50%\r\u001b[2K');
  });

  it('is a line a phase elsewhere', () => {
    const { stream, text } = record(false);
    const line = createProgressLine(stream, false);
    line.show({ phase: 'Reading', fraction: 0.1 });
    line.show({ phase: 'Reading', fraction: 0.2 });
    line.show({ phase: 'Training', fraction: null });
    line.end();
    expect(text()).toBe('Reading, 10%\nTraining\n');
  });

  it('is silent for programs', () => {
    const { stream, text } = record(false);
    const line = createProgressLine(stream, true);
    line.show({ phase: 'Reading', fraction: 0.1 });
    line.end();
    expect(text()).toBe('');
  });

  it('counts documents and tells the time left', () => {
    expect(
      describeProgress({
        phase: 'Evaluating',
        fraction: 0.25,
        current: 1000,
        total: 4000,
        unit: 'documents',
        secondsLeft: 75,
      }),
    ).toBe('Evaluating, 25%, 1,000 of 4,000 documents, about 1 min 15 s left');
    expect(describeProgress({ phase: 'Reading', fraction: null, current: 5, unit: 'bytes' })).toBe('Reading');
    expect(describeProgress({ phase: 'Training', message: 'Trying Linear', fraction: 0.5 })).toBe(
      'Trying Linear: Training, 50%',
    );
  });
});
