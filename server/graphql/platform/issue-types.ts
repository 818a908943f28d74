import { GraphQLError } from 'graphql';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { renderIssue } from '../../../schema/core/issues.ts';
import type { Issue, IssueParams } from '../../../schema/core/result.ts';
import type { Locale } from '../../../schema/core/text.ts';

/** One thing that is wrong with what the caller sent, in the caller's language. */
@ObjectType('Issue', { description: 'One thing to put right. Programs go by `code`; the texts may change.' })
export class IssueType {
  @Field(() => String, { description: 'From the enumerated catalogue; never renamed.' })
  readonly code!: string;

  @Field(() => String, { description: 'JSON pointer into what was sent.' })
  readonly path!: string;

  @Field(() => String, { description: 'What is wrong, in the language of `Accept-Language`.' })
  readonly message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  readonly cure!: string;

  @Field(() => GraphQLJSONObject, { description: 'The values in the message.' })
  readonly params!: IssueParams;

  @Field(() => [String], { description: 'Other places that take part.' })
  readonly related!: readonly string[];
}

/** What every mutation answers: nothing was done unless `issues` is empty. */
@ObjectType('Done')
export class DonePayload {
  @Field(() => [IssueType])
  readonly issues!: readonly IssueType[];
}

/** Issues as the API gives them. */
export function renderedIssues(issues: readonly Issue[], locale: Locale): readonly IssueType[] {
  return issues.map((one) => {
    const { code, path, message, cure, params, related = [] } = renderIssue(one, locale);
    return { code, path, message, cure, params, related };
  });
}

/** An issue that ends a query, which has no payload to carry it. */
export function issueError(issue: Issue, locale: Locale): GraphQLError {
  const { code, path, message, cure, params } = renderIssue(issue, locale);
  return new GraphQLError(message, { extensions: { code, path, params, cure } });
}
