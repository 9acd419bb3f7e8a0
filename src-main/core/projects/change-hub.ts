import type { ChangeTopic } from '../../domain/change-topic.ts';

/** Tells listeners what changed; topics of one turn of the event loop arrive together. */
export interface ChangeHub {
  emit(...topics: readonly ChangeTopic[]): void;
  onChange(listener: (topics: readonly ChangeTopic[]) => void): () => void;
  /** Called at once for every topic, before the listeners: for caches that must not answer stale. */
  onTopic(listener: (topic: ChangeTopic) => void): void;
}

export function createChangeHub(): ChangeHub {
  const listeners = new Set<(topics: readonly ChangeTopic[]) => void>();
  const caches: ((topic: ChangeTopic) => void)[] = [];
  let pending = new Set<ChangeTopic>();
  const deliver = () => {
    const topics = [...pending];
    pending = new Set();
    for (const listener of listeners) {
      listener(topics);
    }
  };
  return {
    emit(...topics) {
      if (pending.size === 0) {
        setImmediate(deliver);
      }
      for (const topic of topics) {
        pending.add(topic);
        for (const cache of caches) {
          cache(topic);
        }
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    onTopic(listener) {
      caches.push(listener);
    },
  };
}
