/**
 * The authoring interface of 2022-05-01 and 2023-04-01 as Microsoft's specification of it has it, and the preview of
 * 2021 as its documentation prints it; what a classifier never answers (entities, other resources) is left out.
 * A member whose name ends in `?` need not be there; `[X]` is a list, `{X}` an object of any keys.
 */
export type Shape = Readonly<Record<string, string>>;

export const shapes: Readonly<Record<string, Shape>> = {
  Error: {
    ...{ code: 'ErrorCode', message: 'string', 'target?': 'string' },
    ...{ 'details?': '[Error]', 'innererror?': 'InnerError' },
  },
  InnerError: {
    ...{ code: 'InnerErrorCode', message: 'string', 'target?': 'string' },
    ...{ 'details?': '{string}', 'innererror?': 'InnerError' },
  },
  ErrorResponse: { error: 'Error' },
  Warning: { code: 'string', message: 'string' },
  JobState: {
    ...{
      jobId: 'string',
      createdDateTime: 'time',
      lastUpdatedDateTime: 'time',
      'expirationDateTime?': 'time',
    },
    ...{ status: 'JobStatus', 'warnings?': '[Warning]', 'errors?': '[Error]' },
  },
  ExportJobState: { '...': 'JobState', 'resultUrl?': 'url' },
  TrainingJobState: { '...': 'JobState', result: 'TrainingJobResult' },
  TrainingJobResult: {
    ...{ modelLabel: 'string', trainingConfigVersion: 'string', trainingStatus: 'SubTrainingState' },
    ...{ 'evaluationStatus?': 'SubTrainingState', 'estimatedEndDateTime?': 'time' },
  },
  SubTrainingState: {
    ...{ percentComplete: 'percent', 'startDateTime?': 'time', 'endDateTime?': 'time', status: 'JobStatus' },
  },
  TrainingJobs: { value: '[TrainingJobState]', 'nextLink?': 'url' },
  ProjectMetadata: {
    ...{ createdDateTime: 'time', lastModifiedDateTime: 'time' },
    ...{ 'lastTrainedDateTime?': 'time', 'lastDeployedDateTime?': 'time' },
    ...{ projectKind: 'ProjectKind', storageInputContainerName: 'string', 'settings?': 'ProjectSettings' },
    ...{ projectName: 'string', 'multilingual?': 'boolean', 'description?': 'string', language: 'string' },
  },
  ProjectSettings: { 'confidenceThreshold?': 'share' },
  Projects: { value: '[ProjectMetadata]', 'nextLink?': 'url' },
  TrainedModel: {
    ...{ label: 'string', modelId: 'string', lastTrainedDateTime: 'time' },
    ...{ lastTrainingDurationInSeconds: 'integer', modelExpirationDate: 'date' },
    ...{ modelTrainingConfigVersion: 'string', hasSnapshot: 'boolean' },
  },
  TrainedModels: { value: '[TrainedModel]', 'nextLink?': 'url' },
  Deployment: {
    ...{ deploymentName: 'string', modelId: 'string', lastTrainedDateTime: 'time' },
    ...{
      lastDeployedDateTime: 'time',
      deploymentExpirationDate: 'date',
      modelTrainingConfigVersion: 'string',
    },
  },
  Deployments: { value: '[Deployment]', 'nextLink?': 'url' },
  ConfigVersion: { trainingConfigVersion: 'string', modelExpirationDate: 'date' },
  ConfigVersions: { value: '[ConfigVersion]', 'nextLink?': 'url' },
  EvaluationOptions: {
    ...{
      'kind?': 'EvaluationKind',
      'trainingSplitPercentage?': 'percent',
      'testingSplitPercentage?': 'percent',
    },
  },
  EvaluationSummary: {
    ...{ projectKind: 'ProjectKind', evaluationOptions: 'EvaluationOptions' },
    'customSingleLabelClassificationEvaluation?': 'SingleFigures',
    'customMultiLabelClassificationEvaluation?': 'Figures',
  },
  Figures: {
    ...{ classes: '{ClassFigures}', microF1: 'share', microPrecision: 'share', microRecall: 'share' },
    ...{ macroF1: 'share', macroPrecision: 'share', macroRecall: 'share' },
  },
  SingleFigures: { '...': 'Figures', confusionMatrix: '{MatrixRow}' },
  MatrixRow: { '*': 'MatrixCell' },
  MatrixCell: { normalizedValue: 'number', rawValue: 'number' },
  ClassFigures: {
    ...{ f1: 'share', precision: 'share', recall: 'share', truePositiveCount: 'integer' },
    ...{ trueNegativeCount: 'integer', falsePositiveCount: 'integer', falseNegativeCount: 'integer' },
  },
  DocumentResult: {
    ...{ projectKind: 'ProjectKind', location: 'string', language: 'string' },
    'customSingleLabelClassificationResult?': 'SingleResult',
    'customMultiLabelClassificationResult?': 'MultiResult',
  },
  SingleResult: { expectedClass: 'string', predictedClass: 'string' },
  MultiResult: { expectedClasses: '[string]', predictedClasses: '[string]' },
  DocumentResults: { value: '[DocumentResult]', 'nextLink?': 'url' },
  ExportedProject: {
    ...{
      projectFileVersion: 'string',
      stringIndexType: 'string',
      metadata: 'CreateProject',
      'assets?': 'Assets',
    },
  },
  CreateProject: {
    ...{ projectKind: 'ProjectKind', storageInputContainerName: 'string', 'settings?': 'ProjectSettings' },
    ...{ projectName: 'string', 'multilingual?': 'boolean', 'description?': 'string', language: 'string' },
  },
  Assets: { projectKind: 'ProjectKind', 'classes?': '[ClassName]', 'documents?': '[ExportedDocument]' },
  ClassName: { 'category?': 'string' },
  ExportedDocument: {
    ...{ 'location?': 'string', 'language?': 'string', 'dataset?': 'Dataset' },
    ...{ 'class?': 'ClassName', 'classes?': '[ClassName]' },
  },
  PreviewTraining: {
    ...{ tasks: '[PreviewTask]', inProgress: 'integer', completed: 'integer', failed: 'integer' },
    ...{ total: 'integer', jobId: 'string', createdDateTime: 'time', lastUpdatedDateTime: 'time' },
    ...{ expirationDateTime: 'time', status: 'JobStatus', errors: '[Error]' },
  },
  PreviewTask: { '...': 'PreviewStep', trainingModelName: 'string', evaluationStatus: 'PreviewStep' },
  PreviewStep: { status: 'JobStatus', lastUpdatedDateTime: 'time', error: 'Error|null' },
};

export const enums: Readonly<Record<string, readonly string[]>> = {
  ErrorCode: [
    ...['InvalidRequest', 'InvalidArgument', 'Unauthorized', 'Forbidden', 'NotFound', 'ProjectNotFound'],
    ...['OperationNotFound', 'TooManyRequests', 'InternalServerError', 'ServiceUnavailable', 'Timeout'],
    ...['QuotaExceeded', 'Conflict', 'Warning'],
    // The gateway in front of Azure's services tells of a wrong key by a number.
    '401',
  ],
  InnerErrorCode: [
    ...['InvalidRequest', 'InvalidParameterValue', 'ExtractionFailure', 'InvalidRequestBodyFormat'],
    ...['EmptyRequest', 'MissingInputDocuments', 'InvalidDocument', 'ModelVersionIncorrect'],
    ...['InvalidDocumentBatch', 'UnsupportedLanguageCode'],
  ],
  JobStatus: [
    'notStarted',
    'running',
    'succeeded',
    'failed',
    'cancelled',
    'cancelling',
    'partiallyCompleted',
  ],
  ProjectKind: ['CustomSingleLabelClassification', 'CustomMultiLabelClassification'],
  EvaluationKind: ['percentage', 'manual'],
  Dataset: ['Train', 'Test'],
};

const projects = '/language/authoring/analyze-text/projects';
const project = `${projects}/{projectName}`;
const model = `${project}/models/{trainedModelLabel}`;
const deployment = `${project}/deployments/{deploymentName}`;
const preview = '/language/text/authoring/v1.0-preview.2/projects/{projectName}/train';
const runtime = '/language/analyze-text/jobs';

/** What a route answers: a shape, `job` (202 with the address of one), `nothing` (204), or a model of the client (`@`). */
export const routes: readonly (readonly [method: string, path: string, answer: string])[] = [
  ['POST', runtime, 'job'],
  ['GET', `${runtime}/{jobId}`, '@AnalyzeTextJobState'],
  ['POST', `${runtime}/{jobId}:cancel`, 'job'],
  ['GET', projects, 'Projects'],
  ['GET', project, 'ProjectMetadata'],
  ['PATCH', project, 'ProjectMetadata'],
  ['DELETE', project, 'job'],
  ['GET', `${projects}/global/deletion-jobs/{jobId}`, 'JobState'],
  ['GET', `${projects}/global/training-config-versions`, 'ConfigVersions'],
  ['POST', `${project}/:import`, 'job'],
  ['GET', `${project}/import/jobs/{jobId}`, 'JobState'],
  ['POST', `${project}/:export`, 'job'],
  ['GET', `${project}/export/jobs/{jobId}`, 'ExportJobState'],
  ['GET', `${project}/export/jobs/{jobId}/result`, 'ExportedProject'],
  ['POST', `${project}/:train`, 'job'],
  ['GET', `${project}/train/jobs`, 'TrainingJobs'],
  ['GET', `${project}/train/jobs/{jobId}`, 'TrainingJobState'],
  ['POST', `${project}/train/jobs/{jobId}/:cancel`, 'job'],
  ['GET', `${project}/models`, 'TrainedModels'],
  ['GET', model, 'TrainedModel'],
  ['DELETE', model, 'nothing'],
  ['GET', `${model}/evaluation/summary-result`, 'EvaluationSummary'],
  ['GET', `${model}/evaluation/result`, 'DocumentResults'],
  ['POST', `${model}/:load-snapshot`, 'job'],
  ['POST', `${model}:load-snapshot`, 'job'],
  ['GET', `${model}/load-snapshot/jobs/{jobId}`, 'JobState'],
  ['GET', `${project}/deployments`, 'Deployments'],
  ['GET', deployment, 'Deployment'],
  ['PUT', deployment, 'job'],
  ['DELETE', deployment, 'job'],
  // Before that of a deployment of any name.
  ['GET', `${project}/deployments/swap/jobs/{jobId}`, 'JobState'],
  ['GET', `${deployment}/jobs/{jobId}`, 'JobState'],
  ['POST', `${project}/deployments/:swap`, 'job'],
  ['POST', preview, 'job'],
  ['GET', `${preview}/jobs/{jobId}`, 'PreviewTraining'],
];
