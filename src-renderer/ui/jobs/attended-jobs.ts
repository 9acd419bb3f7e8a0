import { useEffect } from 'react';

/** Jobs whose end a dialog shows: nobody else needs to tell it. */
const attended = new Set<number>();

export function useAttending(jobId: number | null): void {
  useEffect(() => {
    if (jobId === null) return;
    attended.add(jobId);
    return () => {
      attended.delete(jobId);
    };
  }, [jobId]);
}

export function isAttended(jobId: number): boolean {
  return attended.has(jobId);
}
