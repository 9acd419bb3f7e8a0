import type { Outputs } from '../../api/client.ts';

export type Row = Outputs['documents']['page']['rows'][number];
