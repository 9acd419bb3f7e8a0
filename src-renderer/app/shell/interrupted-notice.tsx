import { useEffect } from 'react';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { notify } from '../../ui/notify.ts';

const told = new Set<string>();

/** Says once per opening which jobs the last session left unfinished. */
export function InterruptedNotice(): null {
  const { id, interrupted } = useProjectInfo();
  useEffect(() => {
    if (interrupted.length === 0 || told.has(id)) return;
    told.add(id);
    notify(text.shell.jobInterrupted(interrupted.join(', ')));
  }, [id, interrupted]);
  return null;
}
