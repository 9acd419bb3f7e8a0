import type { ReportFacts } from '../../domain/report/build.ts';
import type { ReportFormat } from '../../domain/report/types.ts';

/** Writes the report of one evaluation to a file, which appears when it is complete; result: {@link ReportTaskResult}. */
export interface ReportTask {
  readonly kind: 'report';
  readonly projectPath: string;
  readonly evaluationId: number;
  readonly facts: ReportFacts;
  readonly format: ReportFormat;
  readonly outputPath: string;
  /** Whether single documents may be named with what was said of them. */
  readonly withDocuments: boolean;
}

export interface ReportTaskResult {
  readonly outputPath: string;
}
