/** The words of exporting a model. */
export const modelExport = {
  action: 'Export…',
  title: (model: string) => `Export “${model}”`,
  command: 'Export the chosen model',
  formats: {
    model: {
      name: 'Model file (.winnow-model)',
      hint: 'The whole model in one file, for “winnow classify --model-file” on any computer, without this project.',
    },
    onnx: {
      name: 'ONNX (.onnx)',
      hint: 'For other programs: features in, scores out, with a vocabulary file beside it. Only for linear models.',
    },
  },
  deployment: 'Rule of a deployment',
  deploymentHint: 'It decides instead of the model’s own thresholds, and says who is unsure.',
  noDeployment: 'None',
  saveTitle: 'Export the model to',
} as const;
