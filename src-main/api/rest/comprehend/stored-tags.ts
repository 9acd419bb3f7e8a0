import type { RestContext } from '../context.ts';
import { parseArn } from './arns.ts';
import type { Tag } from './inputs.ts';

/** Tags of a resource, whatever region its ARN names; `[]` deletes them. */
export function saveTags({ operations }: RestContext, arn: string, tags: readonly Tag[]): void {
  operations.setValue('comprehend', keyOf(arn), tags.length === 0 ? undefined : tags);
}

export function storedTags({ operations }: RestContext, arn: string): readonly Tag[] {
  return (operations.value('comprehend', keyOf(arn)) as readonly Tag[] | undefined) ?? [];
}

function keyOf(arn: string): string {
  const { kind, parts } = parseArn(arn);
  return JSON.stringify(['tags', kind, ...parts]);
}
