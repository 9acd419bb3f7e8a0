import type { ICellRendererParams } from 'ag-grid-community';
import type { ReactNode } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { scoreText } from '../../../src-main/domain/suggestion-scores.ts';
import { text } from '../../i18n/index.ts';
import { ClassTag, Tag } from '../../ui/tag.tsx';
import classes from './documents.module.css';
import type { Row } from './row.ts';

const words = text.suggestions;

/** Score first, so that the figures stand in one line; then the classes, or why there is none. */
export function SuggestionCell(props: ICellRendererParams<Row, unknown, readonly ProjectClass[]>): ReactNode {
  const suggestion = props.data?.suggestion ?? null;
  if (suggestion === null) return null;
  const found = suggestion.classIds
    .map((id) => props.context.find((each) => each.id === id))
    .filter((each) => each !== undefined);
  const score = scoreText(suggestion.score);
  const names = found.length === 0 ? words.noneOfThem : found.map(({ name }) => name).join(', ');
  return (
    <span className={classes.tags} title={words.by(names, score, suggestion.modelName)}>
      <span className={classes.score}>{score}</span>
      {found.length === 0 ? null : (
        <span className={classes.classes}>
          {found.map(({ id, name, color }) => (
            <ClassTag key={id} name={name} color={color} />
          ))}
        </span>
      )}
      {found.length === 0 ? <span className={classes.dim}>{names}</span> : null}
      {suggestion.unsure ? (
        <span className={classes.whole}>
          <Tag tone="warn">{words.unsure}</Tag>
        </span>
      ) : null}
    </span>
  );
}
