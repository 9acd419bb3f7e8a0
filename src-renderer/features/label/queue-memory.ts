import { type QueueChoice, queueKinds } from './queue-choice.ts';

/** Where a person is in the documents of a project: leaving the screen or reloading must not lose the place. */
export interface QueuePlace {
  readonly choice: QueueChoice;
  readonly documentId: number | null;
}

const keyOf = (projectId: string): string => `winnow.queue.${projectId}`;

/** The place last remembered in this window; null where there is none. */
export function recallPlace(projectId: string): QueuePlace | null {
  try {
    const place = JSON.parse(sessionStorage.getItem(keyOf(projectId)) ?? 'null') as QueuePlace | null;
    return place !== null && queueKinds.includes(place.choice.kind) ? place : null;
  } catch {
    return null;
  }
}

export function rememberPlace(projectId: string, place: QueuePlace): void {
  sessionStorage.setItem(keyOf(projectId), JSON.stringify(place));
}
