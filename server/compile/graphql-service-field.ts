import type { FieldPlan } from './graphql-plan-types.ts';

/** A field below a service, answered by the property of its name. */
export function property(name: string, type: string, description?: string): FieldPlan {
  const plan = { name, type, source: { kind: 'property' } } as const;
  return description === undefined ? plan : { ...plan, description };
}
