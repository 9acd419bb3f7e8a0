import type { AzureDocument } from '../../domain/azure/evaluation.ts';
import { assertNever } from '../../domain/errors.ts';
import type { ModelReport, ReportFormat } from '../../domain/report/types.ts';
import { azureEvaluation } from './azure.ts';
import { classCsv } from './class-csv.ts';
import { comprehendMatrix } from './comprehend.ts';
import { htmlReport } from './html/page.ts';

/**
 * The file as pieces of text, for a program to write out as UTF-8.
 * @param documents what was said of single documents, which only `azure` holds; null where that may not be shown
 */
export async function* writeReport(
  report: ModelReport,
  format: ReportFormat,
  documents: AsyncIterable<readonly AzureDocument[]> | null,
): AsyncGenerator<string> {
  switch (format) {
    case 'html':
      yield htmlReport(report);
      break;
    case 'json':
      yield `${JSON.stringify(report)}\n`;
      break;
    case 'csv':
      yield classCsv(report);
      break;
    case 'comprehend':
      yield comprehendMatrix(report);
      break;
    case 'azure':
      yield* azureEvaluation(report, documents);
      break;
    default:
      assertNever(format);
  }
}
