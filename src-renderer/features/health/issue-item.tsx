import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useClasses, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Keys } from '../../ui/kbd.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LoadingState } from '../../ui/states/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './health.module.css';
import type { Issue } from './issue-queue.tsx';
import { useIssueActs } from './use-issue-acts.ts';

const words = text.health;
const own = words.labelErrors;

export interface IssueWork {
  readonly row: Issue;
  readonly index: number;
  readonly total: number;
  readonly nameOf: (classId: number) => string;
  readonly onGo: (index: number) => void;
  /** Whether an answered row keeps its place in the list, so that the next one is one further. */
  readonly staysOpen: boolean;
}

/** The guidelines of the two classes, to judge by. */
function Guideline(props: { classIds: readonly number[] }): ReactNode {
  const list = useClasses();
  const described = list.filter((each) => props.classIds.includes(each.id) && each.description !== '');
  return described.map((each) => (
    <p key={each.id} className={classes.guide}>
      <b>{each.name}</b> {each.description}
    </p>
  ));
}

/** One suspicious label: the text, what was given, what is proposed, and the three answers. */
export function IssueItem(props: IssueWork): ReactNode {
  const { row, nameOf } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const acts = useIssueActs(props);
  const { data } = useQuery(trpc.documents.get.queryOptions({ projectId, documentId: row.documentId }));
  return (
    <Panel className={classes.item} label={words.document}>
      <div className={classes.itemHead}>
        <span>
          {words.document} {data?.externalId ?? formatCount(row.documentId)}
        </span>
        <span>{own.place(formatCount(props.index + 1), formatCount(props.total))}</span>
      </div>
      <div
        className={classes.text}
        dir="auto"
        data-testid="issue-text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard.
        tabIndex={0}
      >
        {data === undefined ? <LoadingState label={words.loading} /> : data.text}
      </div>
      <table className={classes.scores}>
        <tbody>
          <tr>
            <th scope="row">{own.given}</th>
            <td>
              <Tag>{row.labels.map(nameOf).join(', ') || words.noClass}</Tag>
            </td>
            <td>{row.given.toFixed(2)}</td>
          </tr>
          <tr>
            <th scope="row">{own.proposed}</th>
            <td>
              <Tag tone="warn">
                {own.proposals[row.proposal]} {nameOf(row.classId)}
              </Tag>
            </td>
            <td>{row.proposed.toFixed(2)}</td>
          </tr>
        </tbody>
      </table>
      <Guideline classIds={[...row.labels, row.classId]} />
      <div className={classes.answers}>
        <Button size="xs" onClick={acts.fix} disabled={!acts.possible} rightSection={<Keys chord="f" />}>
          {own.fix[row.proposal](nameOf(row.classId))}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={acts.keep}
          disabled={!acts.possible}
          rightSection={<Keys chord="k" />}
        >
          {own.keep}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={acts.unsure}
          disabled={!acts.possible}
          rightSection={<Keys chord="u" />}
        >
          {own.unsure}
        </Button>
      </div>
    </Panel>
  );
}
