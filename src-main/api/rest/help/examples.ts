/** Commands and programs that work as they are: the first trains and deploys, the others ask that deployment. */
export interface Example {
  readonly title: string;
  readonly code: string;
}

const project = 'tickets';
const deployment = 'production';
const text = 'I was charged twice this month';

/** @param api address of this server */
export function examplesFor(api: string): readonly Example[] {
  return [
    { title: 'curl: train, deploy and classify as at Azure', code: curl(api) },
    {
      title: 'JavaScript: the client of Azure (npm install @azure/ai-language-text)',
      code: azureScript(api),
    },
    { title: 'Python: nothing but the standard library', code: azurePython(api) },
    {
      title: 'JavaScript: the client of Amazon (npm install @aws-sdk/client-comprehend)',
      code: awsScript(api),
    },
    { title: 'Python: the client of Amazon (pip install boto3)', code: awsPython(api) },
  ];
}

function curl(api: string): string {
  const authoring = `${api}/language/authoring/analyze-text/projects/${project}`;
  const version = 'api-version=2023-04-01';
  return `# The key is in the settings of Winnow, or in the key file of the command line.
export WINNOW_KEY=...
job() { # sends a request, and asks at the operation-location of its answer until the job has ended
  at=$(curl -s -D - -o answer.json -H "Ocp-Apim-Subscription-Key: $WINNOW_KEY" \\
    -H "Content-Type: application/json" "$@" | tr -d '\\r' | sed -n 's/^operation-location: //p')
  [ -n "$at" ] || { cat answer.json; return 1; }
  while curl -s -o answer.json -H "Ocp-Apim-Subscription-Key: $WINNOW_KEY" "$at" &&
    grep -q '"status":"\\(notStarted\\|running\\)"' answer.json; do sleep 1; done
  cat answer.json && echo
}
job "${authoring}/:train?${version}" \\
  -d '{"modelLabel": "first", "trainingConfigVersion": "2022-05-01",
       "evaluationOptions": {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}}'
job -X PUT "${authoring}/deployments/${deployment}?${version}" \\
  -d '{"trainedModelLabel": "first"}'
job "${api}/language/analyze-text/jobs?${version}" \\
  -d '{"analysisInput": {"documents": [{"id": "1", "language": "en", "text": "${text}"}]},
       "tasks": [{"kind": "CustomSingleLabelClassification",
                  "parameters": {"projectName": "${project}", "deploymentName": "${deployment}"}}]}'`;
}

function azureScript(api: string): string {
  return `import { AzureKeyCredential, TextAnalysisClient } from '@azure/ai-language-text';

const client = new TextAnalysisClient('${api}', new AzureKeyCredential(process.env.WINNOW_KEY), {
  allowInsecureConnection: true, // the connection never leaves this computer
});
const poller = await client.beginAnalyzeBatch(
  [{ kind: 'CustomSingleLabelClassification', projectName: '${project}', deploymentName: '${deployment}' }],
  ['${text}'],
);
for await (const { results } of await poller.pollUntilDone()) {
  for (const document of results) console.log(document.classifications);
}`;
}

function azurePython(api: string): string {
  return `import json, os, time, urllib.request

def ask(address, body=None):
    request = urllib.request.Request(address, json.dumps(body).encode() if body else None, {
        "Ocp-Apim-Subscription-Key": os.environ["WINNOW_KEY"], "Content-Type": "application/json"})
    return urllib.request.urlopen(request)

job = ask("${api}/language/analyze-text/jobs?api-version=2023-04-01", {
    "analysisInput": {"documents": [{"id": "1", "language": "en", "text": "${text}"}]},
    "tasks": [{"kind": "CustomSingleLabelClassification",
               "parameters": {"projectName": "${project}", "deploymentName": "${deployment}"}}],
}).headers["operation-location"]
while (state := json.load(ask(job)))["status"] in ("notStarted", "running"):
    time.sleep(0.2)
print(state["tasks"]["items"][0]["results"]["documents"])`;
}

function awsScript(api: string): string {
  return `import { ClassifyDocumentCommand, ComprehendClient } from '@aws-sdk/client-comprehend';

const client = new ComprehendClient({
  endpoint: '${api}',
  region: 'us-east-1',
  credentials: { accessKeyId: 'winnow', secretAccessKey: process.env.WINNOW_KEY },
});
const EndpointArn = 'arn:aws:comprehend:us-east-1:000000000000:document-classifier-endpoint/${project}/${deployment}';
const { Classes } = await client.send(new ClassifyDocumentCommand({ Text: '${text}', EndpointArn }));
console.log(Classes);`;
}

function awsPython(api: string): string {
  return `import boto3, os

client = boto3.client(
    "comprehend", endpoint_url="${api}", region_name="us-east-1",
    aws_access_key_id="winnow", aws_secret_access_key=os.environ["WINNOW_KEY"])
arn = "arn:aws:comprehend:us-east-1:000000000000:document-classifier-endpoint/${project}/${deployment}"
print(client.classify_document(Text="${text}", EndpointArn=arn)["Classes"])`;
}
