import { z } from 'zod';
import type { RestContext } from '../context.ts';
import { operationIdOf, parseArn } from './arns.ts';
import { AwsError, noSuchResource } from './aws-error.ts';
import { jobOf } from './batch-jobs.ts';
import { findClassifier } from './classifiers.ts';
import { findEndpoint } from './endpoints.ts';
import type { Call, Handlers } from './handler.ts';
import { arnText, checkTags, maximalTags, parsed, type Tag, tagList } from './inputs.ts';
import { saveTags, storedTags } from './stored-tags.ts';

const resource = z.object({ ResourceArn: arnText });
const tagging = resource.extend({ Tags: tagList });
const untagging = resource.extend({ TagKeys: z.array(z.string().min(1).max(128)) });

export const tagHandlers: Handlers = {
  async TagResource(input, { rest }) {
    const { ResourceArn, Tags } = parsed(tagging, input);
    const before = await tagsOf(rest, ResourceArn);
    const given = new Set(Tags.map(({ Key }) => Key));
    const after = [...before.filter(({ Key }) => !given.has(Key)), ...Tags];
    checkTags(after);
    saveTags(rest, ResourceArn, after);
    return {};
  },
  async UntagResource(input, { rest }) {
    const { ResourceArn, TagKeys } = parsed(untagging, input);
    if (TagKeys.length > maximalTags) {
      throw new AwsError('TooManyTagKeysException', `At most ${maximalTags} keys can be named.`);
    }
    const before = await tagsOf(rest, ResourceArn);
    saveTags(
      rest,
      ResourceArn,
      before.filter(({ Key }) => !TagKeys.includes(Key)),
    );
    return {};
  },
  async ListTagsForResource(input, { rest }: Call) {
    const { ResourceArn } = parsed(resource, input);
    return { ResourceArn, Tags: await tagsOf(rest, ResourceArn) };
  },
};

/** @throws AwsError `ResourceNotFoundException` unless there is such a resource. */
async function tagsOf(rest: RestContext, arn: string): Promise<readonly Tag[]> {
  const { kind, parts } = parseArn(arn);
  if (kind === 'document-classifier') await findClassifier(rest, arn);
  else if (kind === 'document-classifier-endpoint') await findEndpoint(rest, arn);
  else if (jobOf(rest, operationIdOf(parts[0]!)) === null) throw noSuchResource(arn);
  return storedTags(rest, arn);
}
