/** The words of writing a report of a model to a file. */
export const report = {
  button: 'Report…',
  title: (model: string) => `Report on “${model}”`,
  command: 'Write a report',
  formats: {
    html: {
      name: 'Page to read and print (HTML)',
      hint: 'Everything that is known of the model on paper: figures, matrix, curves, guidance, limits. One file, which opens anywhere.',
    },
    json: { name: 'All numbers (JSON)', hint: 'Every raw number behind the page, for programs.' },
    csv: { name: 'Class table (CSV)', hint: 'One row a class, for a spreadsheet.' },
    comprehend: {
      name: 'Amazon Comprehend (confusion_matrix.json)',
      hint: 'The matrix as Comprehend puts it into the output of a training.',
    },
    azure: {
      name: 'Azure AI Language (JSON)',
      hint: 'Evaluation summary and the result of each document, as the authoring API answers; without documents where the test set is sealed.',
    },
  },
  saveTitle: 'Write the report to',
  done: (path: string) => `Written: ${path}`,
  reveal: 'Show in folder',
  download: 'Download',
} as const;
