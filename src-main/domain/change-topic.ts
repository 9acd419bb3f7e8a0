/** What changed in a project; screens refetch what the topics feed. */
export type ChangeTopic =
  | 'project'
  | 'classes'
  | 'documents'
  | 'counts'
  | 'history'
  | 'models'
  | 'evaluations'
  | 'jobs'
  | 'search';
