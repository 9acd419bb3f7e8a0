import { z } from 'zod';
import { classifierArn, endpointArn } from './arns.ts';
import { AwsError, invalidRequest } from './aws-error.ts';
import { arnOf, type Classifier, findClassifier } from './classifiers.ts';
import { inTurn, once } from './client-tokens.ts';
import { type Endpoint, findEndpoint, listEndpoints, namedSo, saveSettings } from './endpoints.ts';
import type { Call, Handlers } from './handler.ts';
import {
  arnText,
  checkTags,
  clientRequestToken,
  endpointName,
  noFlywheel,
  paging,
  parsed,
  roleArn,
  tagList,
  time,
} from './inputs.ts';
import { epochSeconds, pageOf, timeFilter } from './paging.ts';
import { saveTags } from './stored-tags.ts';

/** A 32-bit integer, for AWS's clients. */
const units = z.number().int().min(1).max(2_147_483_647);
const role = roleArn.optional();
const byArn = z.object({ EndpointArn: arnText });

const creating = z.object({
  EndpointName: endpointName,
  ModelArn: arnText.optional(),
  DesiredInferenceUnits: units,
  ClientRequestToken: clientRequestToken,
  Tags: tagList.optional(),
  DataAccessRoleArn: role,
  FlywheelArn: noFlywheel,
});

const updating = byArn.extend({
  DesiredModelArn: arnText.optional(),
  DesiredInferenceUnits: units.optional(),
  DesiredDataAccessRoleArn: role,
  FlywheelArn: noFlywheel,
});

const listing = z.object({
  Filter: z
    .object({
      ModelArn: arnText,
      Status: z.enum(['CREATING', 'DELETING', 'FAILED', 'IN_SERVICE', 'UPDATING']),
      CreationTimeBefore: time,
      CreationTimeAfter: time,
    })
    .partial()
    .optional(),
  ...paging,
});

export const endpointHandlers: Handlers = {
  async CreateEndpoint(raw, call) {
    const input = parsed(creating, raw);
    checkTags(input.Tags ?? []);
    if (input.ModelArn === undefined) {
      throw invalidRequest('ModelArn: name the model. Winnow has no flywheels.');
    }
    return once(call.rest, 'CreateEndpoint', input, () => createEndpoint(input, input.ModelArn!, call));
  },
  async DescribeEndpoint(raw, { rest, region }) {
    const { EndpointArn } = parsed(byArn, raw);
    return { EndpointProperties: properties(await findEndpoint(rest, EndpointArn), region) };
  },
  UpdateEndpoint(raw, call) {
    const input = parsed(updating, raw);
    return inTurn(call.rest, () => updateEndpoint(input, call));
  },
  async ListEndpoints(raw, { rest, region }) {
    const { Filter = {}, ...request } = parsed(listing, raw);
    const created = timeFilter(Filter.CreationTimeBefore, Filter.CreationTimeAfter);
    const all = (await listEndpoints(rest))
      .map((endpoint) => properties(endpoint, region))
      .filter(
        (one) =>
          (Filter.ModelArn === undefined || Filter.ModelArn === one.ModelArn) &&
          (Filter.Status === undefined || Filter.Status === one.Status) &&
          created.passes(one.CreationTime),
      );
    const { page, next } = pageOf(all, (one) => [one.CreationTime, one.EndpointArn], request);
    return { EndpointPropertiesList: page, ...next };
  },
  DeleteEndpoint(raw, { rest }) {
    const { EndpointArn } = parsed(byArn, raw);
    return inTurn(rest, async () => {
      const { project, deployment } = await findEndpoint(rest, EndpointArn);
      project.deployments.delete(deployment.id);
      saveTags(rest, EndpointArn, []);
      saveSettings(rest, deployment.name, undefined);
      return {};
    });
  },
};

async function createEndpoint(
  input: z.infer<typeof creating>,
  modelArn: string,
  { rest, region }: Call,
): Promise<object> {
  const { project, model } = trainedModel(await findClassifier(rest, modelArn), region);
  const name = input.EndpointName;
  if ((await namedSo(rest, name)).length > 0) {
    throw new AwsError('ResourceInUseException', `There is an endpoint ${name} already.`);
  }
  project.deployments.save({ name, modelId: model.id });
  saveSettings(rest, name, {
    project: project.info().name,
    units: input.DesiredInferenceUnits,
    role: input.DataAccessRoleArn ?? null,
  });
  const EndpointArn = endpointArn(region, { project: null, name });
  saveTags(rest, EndpointArn, input.Tags ?? []);
  return { EndpointArn, ModelArn: modelArn };
}

async function updateEndpoint(input: z.infer<typeof updating>, { rest, region }: Call): Promise<object> {
  const { DesiredModelArn } = input;
  const endpoint = await findEndpoint(rest, input.EndpointArn);
  const { deployment, settings } = endpoint;
  const target =
    DesiredModelArn === undefined
      ? { project: endpoint.project, model: { id: deployment.modelId } }
      : trainedModel(await findClassifier(rest, DesiredModelArn), region);
  const moves = target.project.id !== endpoint.project.id;
  if (moves) checkMove(endpoint, target.project);
  // The same model keeps its rule.
  if (moves || target.model.id !== deployment.modelId) {
    target.project.deployments.save({ name: deployment.name, modelId: target.model.id });
  }
  saveSettings(rest, deployment.name, {
    project: target.project.info().name,
    units: input.DesiredInferenceUnits ?? settings.units,
    role: input.DesiredDataAccessRoleArn ?? settings.role,
  });
  if (moves) endpoint.project.deployments.delete(deployment.id);
  return DesiredModelArn === undefined ? {} : { DesiredModelArn };
}

/** To another project, whose own deployments stay, and only if the ARN stays good. */
function checkMove({ name, deployment }: Endpoint, target: Endpoint['project']): void {
  if (name.project !== null) {
    throw invalidRequest(
      'DesiredModelArn: the ARN of this endpoint names its project, so it can have only models of that.',
    );
  }
  if (target.deployments.list().some((one) => one.name === deployment.name)) {
    throw new AwsError(
      'ResourceInUseException',
      `The project ${target.info().name} has a deployment ${deployment.name} of its own.`,
    );
  }
}

/** @throws AwsError `ResourceUnavailableException` before a model is trained. */
export function trainedModel(classifier: Classifier, region: string): NonNullable<Classifier['trained']> {
  if (classifier.trained !== null) return classifier.trained;
  throw new AwsError(
    'ResourceUnavailableException',
    `${arnOf(classifier, region)} is not trained; its status is ${classifier.status}.`,
  );
}

/** `EndpointProperties` of AWS. What is asked of an endpoint is there at once. */
function properties({ project, deployment, name, settings }: Endpoint, region: string) {
  const projectName = project.info().name;
  const model = deployment.modelName;
  const ModelArn = classifierArn(region, {
    name: projectName,
    version: model === projectName ? null : model,
  });
  return {
    EndpointArn: endpointArn(region, name),
    Status: 'IN_SERVICE',
    ModelArn,
    DesiredModelArn: ModelArn,
    DesiredInferenceUnits: settings.units,
    CurrentInferenceUnits: settings.units,
    CreationTime: epochSeconds(deployment.createdAt),
    LastModifiedTime: epochSeconds(deployment.updatedAt),
    ...(settings.role === null
      ? {}
      : { DataAccessRoleArn: settings.role, DesiredDataAccessRoleArn: settings.role }),
  };
}
