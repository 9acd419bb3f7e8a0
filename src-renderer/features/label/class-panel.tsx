import { Button, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { labelMarks, type ProjectClass } from '../../../src-main/domain/class.ts';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { useClasses, useCounts } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Keys } from '../../ui/kbd.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './label.module.css';

interface Props {
  readonly kind: ProjectKind;
  /** Classes given to the document, or toggled so far. */
  readonly draft: readonly number[];
  readonly finding: boolean;
  readonly setFinding: (finding: boolean) => void;
  readonly onPick: (classId: number) => void;
  readonly onCommit: () => void;
}

/** Names that contain the words typed, those that begin with them first. */
export function findClasses(list: readonly ProjectClass[], typed: string): readonly ProjectClass[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return list;
  const found = list.filter((each) => each.name.toLowerCase().includes(wanted));
  const begins = (each: ProjectClass): boolean => each.name.toLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter((each) => !begins(each))];
}

/** A bar towards 50 labels with marks at 15, 20 and 50. */
function Progress(props: { count: number }): ReactNode {
  const share = Math.min(1, props.count / labelMarks.recommended);
  return (
    <span className={classes.progress}>
      <span className={classes.bar} data-few={props.count < labelMarks.few || undefined}>
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.count}>
        {props.count < labelMarks.few ? <span aria-hidden="true">! </span> : null}
        {formatCount(props.count)}
      </span>
    </span>
  );
}

function ClassRow(props: {
  item: ProjectClass;
  on: boolean;
  /** The one that Enter takes while typing a name. */
  aimed: boolean;
  count: number;
  onPick: () => void;
}): ReactNode {
  const { item, aimed } = props;
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (aimed) row.current?.scrollIntoView({ block: 'nearest' });
  }, [aimed]);
  return (
    <button
      ref={row}
      type="button"
      className={classes.classRow}
      data-aimed={aimed || undefined}
      // A click leaves the focus where it is, so that Enter goes on saving instead of clicking again.
      onMouseDown={(event) => event.preventDefault()}
      aria-pressed={props.on}
      title={item.description}
      onClick={props.onPick}
    >
      <span className={classes.classKey}>{item.key === null ? null : <Keys chord={item.key} />}</span>
      <span className={classes.className}>
        <span className={classes.classDot} style={{ background: item.color }} aria-hidden="true" />
        <span dir="auto">{item.name}</span>
      </span>
      <Progress count={props.count} />
    </button>
  );
}

function useClassCounts(): (classId: number) => number {
  const counts = useCounts();
  const byId = new Map(
    counts?.classes.map((each) => [each.classId, each.train + each.validation + each.test + each.none]),
  );
  return (classId) => byId.get(classId) ?? 0;
}

export function ClassPanel(props: Props): ReactNode {
  const list = useClasses();
  const countOf = useClassCounts();
  const [typed, setTyped] = useState('');
  const [aim, setAim] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const shown = findClasses(list, typed);
  useEffect(() => {
    if (props.finding) input.current?.focus();
  }, [props.finding]);
  const type = (name: string): void => {
    setTyped(name);
    setAim(0);
  };
  const stop = (): void => {
    type('');
    props.setFinding(false);
    input.current?.blur();
  };
  const pick = (item: ProjectClass): void => {
    props.onPick(item.id);
    stop();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') stop();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAim(Math.max(0, Math.min(aim + step, shown.length - 1)));
    if (event.key !== 'Enter' && step === undefined) return;
    event.preventDefault();
    const item = shown[aim];
    if (event.key !== 'Enter') return;
    if (item === undefined || typed.trim() === '') stop();
    else pick(item);
  };
  const described = list.filter((each) => props.draft.includes(each.id) && each.description !== '');
  return (
    <Panel className={classes.classPanel} label={text.label.classes}>
      <div className={classes.classHead}>
        <h2>{text.label.classes}</h2>
        {props.finding || list.length > 12 ? (
          <TextInput
            ref={input}
            size="xs"
            value={typed}
            aria-label={text.label.findLabel}
            placeholder={text.label.findLabel}
            onChange={(event) => type(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            onBlur={stop}
          />
        ) : (
          <button type="button" className={classes.find} onClick={() => props.setFinding(true)}>
            <Keys chord="/" /> {text.label.find}
          </button>
        )}
      </div>
      <div className={classes.classList}>
        {shown.map((item, index) => (
          <ClassRow
            key={item.id}
            item={item}
            on={props.draft.includes(item.id)}
            aimed={typed.trim() !== '' && index === aim}
            count={countOf(item.id)}
            onPick={() => pick(item)}
          />
        ))}
        {shown.length === 0 ? <p className={classes.note}>{text.label.findNothing}</p> : null}
      </div>
      {props.kind === 'multi' ? (
        <Button
          className={classes.commit ?? ''}
          onClick={props.onCommit}
          rightSection={<Keys chord="enter" />}
        >
          {props.draft.length === 0 ? text.label.commitNone : text.label.commit}
        </Button>
      ) : null}
      <p className={classes.note}>
        {text.label.marks}
        {described.map((each) => (
          <span key={each.id} className={classes.guideline}>
            <b>{each.name}</b>: {each.description}
          </span>
        ))}
      </p>
    </Panel>
  );
}
