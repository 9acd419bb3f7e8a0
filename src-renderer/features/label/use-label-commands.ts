import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { datasets } from '../../../src-main/domain/project.ts';
import { useClasses, useProjectInfo } from '../../api/project.tsx';
import { useSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { type Command, useCommands } from '../../ui/commands/commands.ts';
import type { Labelling } from './use-labelling.ts';
import type { Queue } from './use-queue.ts';
import type { ShownSuggestion } from './use-suggestion.ts';

const words = text.label.commands;
const group = text.label.group;

interface Work {
  readonly queue: Queue;
  readonly labelling: Labelling;
  readonly document: NonNullable<Queue['document']> | null;
  /** Multi-label: the classes toggled so far. */
  readonly draft: readonly number[];
  readonly setDraft: (draft: readonly number[] | null) => void;
  readonly suggestion: ShownSuggestion | null;
  readonly find: () => void;
}

interface Give {
  /** One class chosen: single-label saves and moves on, multi-label toggles. */
  readonly pick: (classId: number) => void;
  /** Multi-label: saves what is toggled (nothing toggled: none of the classes) and moves on. */
  readonly commit: () => void;
}

function useGive(work: Work): Give {
  const { kind } = useProjectInfo();
  const { advanceAfterLabel } = useSettings();
  const { queue, labelling, document, draft, setDraft } = work;
  const save = async (labels: readonly number[], advance: boolean): Promise<void> => {
    if (document === null) return;
    const saved = await labelling.save(document, labels);
    if (!saved) return;
    setDraft(null);
    if (advance) queue.move(1);
  };
  return {
    pick: (classId) => {
      if (kind === 'single') void save([classId], advanceAfterLabel);
      else setDraft(draft.includes(classId) ? draft.filter((id) => id !== classId) : [...draft, classId]);
    },
    commit: () => {
      if (kind === 'multi') void save(draft, true);
      else queue.move(1);
    },
  };
}

/** Only the first class command carries the hint "1 – 7 label and next". */
function classCommands(list: readonly ProjectClass[], multi: boolean, pick: (id: number) => void): Command[] {
  const keyed = list.filter((each) => each.key !== null);
  const lastKey = keyed.length > 1 ? (keyed.at(-1)?.key ?? undefined) : undefined;
  return list.map((each) => ({
    id: `label.class.${each.id}`,
    title: multi ? words.toggle(each.name) : words.label(each.name),
    group,
    chord: each.key ?? undefined,
    hint: each === keyed[0] ? (multi ? words.toggleHint : words.labelHint) : undefined,
    hintTo: each === keyed[0] ? lastKey : undefined,
    run: () => pick(each.id),
  }));
}

function movementCommands(work: Work, commit: () => void, multi: boolean): Command[] {
  const { queue, document, labelling } = work;
  const present = document !== null;
  return [
    {
      id: 'label.next',
      title: words.next,
      group,
      chord: 'arrowright',
      enabled: present,
      run: () => labelling.afterSaving(() => queue.move(1)),
    },
    {
      id: 'label.back',
      title: words.back,
      group,
      chord: 'arrowleft',
      hint: words.backHint,
      enabled: queue.index > 0,
      run: () => labelling.afterSaving(() => queue.move(-1)),
    },
    {
      id: 'label.skip',
      title: words.skip,
      group,
      chord: 's',
      hint: words.skipHint,
      enabled: present,
      run: () => labelling.afterSaving(() => queue.move(1)),
    },
    {
      id: 'label.commit',
      title: words.commit,
      group,
      chord: 'enter',
      hint: multi ? words.commitHint : undefined,
      enabled: present && multi,
      run: commit,
    },
  ];
}

function documentCommands(work: Work): Command[] {
  const { labelling, document, suggestion, queue } = work;
  const present = document !== null;
  const nextDataset = (): void => {
    if (document === null) return;
    const place = document.dataset === null ? -1 : datasets.indexOf(document.dataset);
    labelling.setDataset(document, datasets[(place + 1) % datasets.length] ?? 'train');
  };
  const accept = async (): Promise<void> => {
    if (document === null || suggestion === null) return;
    if (!(await labelling.save(document, suggestion.classIds))) return;
    work.setDraft(null);
    queue.move(1);
  };
  return [
    { id: 'label.dataset', title: words.dataset, group, chord: 'd', enabled: present, run: nextDataset },
    {
      id: 'label.clear',
      title: words.clear,
      group,
      chord: 'backspace',
      enabled: present && document.labels !== null,
      run: () => {
        if (document === null) return;
        work.setDraft(null);
        void labelling.save(document, null);
      },
    },
    {
      id: 'label.find',
      title: words.find,
      group,
      chord: '/',
      hint: words.findHint,
      enabled: present,
      run: work.find,
    },
    {
      id: 'label.unsure',
      title: words.unsure,
      group,
      chord: 'u',
      hint: words.unsureHint,
      enabled: present,
      run: () => {
        if (document !== null) labelling.setUnsure(document, !document.unsure);
      },
    },
    {
      id: 'label.accept',
      title: words.accept,
      group,
      chord: 'space',
      hint: words.acceptHint,
      // "None of the classes" is given by the person's own key.
      enabled: suggestion !== null && suggestion.classIds.length > 0,
      run: () => void accept(),
    },
  ];
}

/** Every act of the label screen by key; undo and redo of the frame lead back to the document they change. */
export function useLabelCommands(work: Work): Give {
  const { kind } = useProjectInfo();
  const list = useClasses();
  const give = useGive(work);
  const multi = kind === 'multi';
  useCommands([
    {
      id: 'shell.undo',
      title: text.shell.undo,
      group: text.shell.general,
      chord: 'mod+z',
      keyOnly: true,
      run: () => {
        work.setDraft(null);
        work.labelling.step('undo');
      },
    },
    {
      id: 'shell.redo',
      title: text.shell.redo,
      group: text.shell.general,
      chord: 'mod+shift+z',
      keyOnly: true,
      run: () => {
        work.setDraft(null);
        work.labelling.step('redo');
      },
    },
    ...documentCommands(work),
    ...movementCommands(work, give.commit, multi),
    ...(work.document === null ? [] : classCommands(list, multi, give.pick)),
  ]);
  return give;
}
