import type { ProjectRecord } from '../../src-main/core/ports/store.ts';

/** Of a project whose particulars are none of a test's business. */
export const projectFields: Omit<ProjectRecord, 'uid' | 'createdAt'> = {
  name: 'Tickets',
  kind: 'single',
  language: 'en',
  multilingual: false,
  description: '',
};
