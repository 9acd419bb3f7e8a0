import type { LanguageFigures } from '../../../../domain/metrics/analysis.ts';
import type { ProjectKind } from '../../../../domain/project.ts';
import { html } from '../markup.ts';
import { count, language, share, shareRange } from '../numbers.ts';
import { type Section, table } from '../table.ts';

export function languagesSection(languages: readonly LanguageFigures[], kind: ProjectKind): Section {
  return {
    id: 'languages',
    title: 'Figures by language',
    body: html`${table({
      caption: 'By the language that documents carry',
      columns: [
        { name: 'Language' },
        { name: 'Documents' },
        { name: kind === 'single' ? 'Accuracy' : 'Exact match' },
        { name: '95 % interval' },
        { name: 'Micro-F1' },
        { name: 'Macro-F1' },
        { name: '95 % interval' },
      ],
      rows: languages.map((one) => ({
        cells: [
          language(one.language),
          count(one.documents),
          share(one.accuracy),
          shareRange(one.accuracyInterval),
          share(one.microF1),
          share(one.macroF1),
          shareRange(one.macroF1Interval),
        ],
      })),
    })}`,
  };
}
