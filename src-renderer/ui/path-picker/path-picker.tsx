import { useMutation } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useCapabilities } from '../../api/settings.ts';
import { BrowseDialog, type BrowseRequest } from './browse-dialog.tsx';

export interface PathPicker {
  /** Full paths chosen, or null when the person cancelled. */
  readonly open: (request: {
    title: string;
    kind: 'project' | 'documents' | 'folder';
  }) => Promise<readonly string[] | null>;
  /** Where to save a file, or null when the person cancelled. */
  readonly save: (request: { title: string; proposedPath: string }) => Promise<string | null>;
}

const Context = createContext<PathPicker | null>(null);

/** The system's dialogs where the host has them, else our own list of folders. */
export function usePathPicker(): PathPicker {
  const picker = useContext(Context);
  if (picker === null) throw new Error('This component needs a PathPickerProvider around it.');
  return picker;
}

interface Pending {
  readonly request: BrowseRequest;
  readonly resolve: (paths: readonly string[] | null) => void;
}

export function PathPickerProvider(props: { children: ReactNode }): ReactNode {
  const trpc = useTRPC();
  const { nativeDialogs } = useCapabilities();
  const [pending, setPending] = useState<Pending | null>(null);
  const pickOpen = useMutation(trpc.application.pickOpen.mutationOptions());
  const pickSave = useMutation(trpc.application.pickSave.mutationOptions());
  const browse = (request: BrowseRequest): Promise<readonly string[] | null> =>
    new Promise((resolve) => setPending({ request, resolve }));
  const picker: PathPicker = {
    open: (request) => (nativeDialogs ? pickOpen.mutateAsync(request) : browse({ ...request, mode: 'open' })),
    save: async (request) =>
      nativeDialogs
        ? pickSave.mutateAsync(request)
        : ((await browse({ ...request, mode: 'save', kind: 'documents' }))?.[0] ?? null),
  };
  const finish = (paths: readonly string[] | null): void => {
    pending?.resolve(paths);
    setPending(null);
  };
  return (
    <Context value={picker}>
      {props.children}
      {pending === null ? null : <BrowseDialog request={pending.request} onDone={finish} />}
    </Context>
  );
}
