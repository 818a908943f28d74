import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';
import { renderIssue } from '../../schema/core/issues.ts';
import { checkLimits } from '../graphql/tenant/document-limits.ts';

/** The bounds that a tenant's documents have, as a validation rule, so that Apollo asks before anything runs. */
export function platformLimits(context: ValidationContext): ASTVisitor {
  return {
    Document: (document) => {
      for (const found of checkLimits(document)) {
        const { message, code, params, cure } = renderIssue(found, 'en');
        context.reportError(new GraphQLError(message, { extensions: { code, params, cure } }));
      }
    },
  };
}
