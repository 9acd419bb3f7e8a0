import { z } from 'zod';
import { classifierArn, endpointArn } from './arns.ts';
import { AwsError, invalidRequest } from './aws-error.ts';
import { arnOf, type Classifier, findClassifier } from './classifiers.ts';
import { once } from './client-tokens.ts';
import { type Endpoint, findEndpoint, listEndpoints, namedSo, saveSettings } from './endpoints.ts';
import type { Call, Handlers } from './handler.ts';
import {
  arnText,
  checkTags,
  clientRequestToken,
  paging,
  parsed,
  resourceName,
  tagList,
  time,
} from './inputs.ts';
import { epochSeconds, pageOf } from './paging.ts';
import { saveTags } from './stored-tags.ts';

const units = z.number().int().min(1);
const role = z.string().min(20).max(2048).optional();
const byArn = z.object({ EndpointArn: arnText });

const creating = z.object({
  EndpointName: resourceName,
  ModelArn: arnText.optional(),
  DesiredInferenceUnits: units,
  ClientRequestToken: clientRequestToken,
  Tags: tagList.optional(),
  DataAccessRoleArn: role,
  FlywheelArn: z.string().optional(),
});

const updating = byArn.extend({
  DesiredModelArn: arnText.optional(),
  DesiredInferenceUnits: units.optional(),
  DesiredDataAccessRoleArn: role,
  FlywheelArn: z.string().optional(),
});

const listing = z.object({
  Filter: z
    .object({
      ModelArn: arnText,
      Status: z.string(),
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
  async UpdateEndpoint(raw, { rest, region }) {
    const input = parsed(updating, raw);
    const endpoint = await findEndpoint(rest, input.EndpointArn);
    const { deployment, settings } = endpoint;
    let project = endpoint.project;
    if (input.DesiredModelArn !== undefined) {
      const target = trainedModel(await findClassifier(rest, input.DesiredModelArn), region);
      target.project.deployments.save({ name: deployment.name, modelId: target.model.id });
      if (target.project.id !== project.id) project.deployments.delete(deployment.id);
      project = target.project;
    }
    saveSettings(rest, deployment.name, {
      project: project.info().name,
      units: input.DesiredInferenceUnits ?? settings.units,
      role: input.DesiredDataAccessRoleArn ?? settings.role,
    });
    return input.DesiredModelArn === undefined ? {} : { DesiredModelArn: input.DesiredModelArn };
  },
  async ListEndpoints(raw, { rest, region }) {
    const { Filter = {}, ...request } = parsed(listing, raw);
    const all = (await listEndpoints(rest))
      .map((endpoint) => properties(endpoint, region))
      .filter(
        (one) =>
          (Filter.ModelArn === undefined || Filter.ModelArn === one.ModelArn) &&
          (Filter.Status === undefined || Filter.Status === one.Status) &&
          one.CreationTime < (Filter.CreationTimeBefore ?? Number.POSITIVE_INFINITY) &&
          one.CreationTime > (Filter.CreationTimeAfter ?? Number.NEGATIVE_INFINITY),
      )
      .sort((a, b) => b.CreationTime - a.CreationTime);
    const { page, next } = pageOf(all, request);
    return { EndpointPropertiesList: page, ...next };
  },
  async DeleteEndpoint(raw, { rest }) {
    const { EndpointArn } = parsed(byArn, raw);
    const { project, deployment } = await findEndpoint(rest, EndpointArn);
    project.deployments.delete(deployment.id);
    saveTags(rest, EndpointArn, []);
    saveSettings(rest, deployment.name, undefined);
    return {};
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
