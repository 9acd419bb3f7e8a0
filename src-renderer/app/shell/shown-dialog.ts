import { create } from 'zustand';
import type { Job } from '../../api/project.tsx';

/** The dialog of the frame that is open; an export that is over shows what it wrote. */
type ShownDialog = 'clone' | 'export' | Job | null;

const useStore = create<{ readonly shown: ShownDialog }>(() => ({ shown: null }));

export function useShownDialog(): ShownDialog {
  return useStore((state) => state.shown);
}

export function showDialog(shown: ShownDialog): void {
  useStore.setState({ shown });
}
