import type { Model } from '../../../schema/model/model.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { TiersDef } from '../../../schema/template/template-rules.ts';
import type { TierLevel } from '../../compile/award-tier.ts';
import { told } from './points-context.ts';
import type { TenantRequest } from './tenant-request.ts';

/** The tiers of a model as authored; the metaschema has checked them. */
export function tiersOf({ kept }: Model): TiersDef | undefined {
  return (kept['tiers'] ?? [])[0] as TiersDef | undefined;
}

/** A level as the API tells it. */
export function tierAnswer(request: TenantRequest, level: TierLevel | undefined): object | null {
  if (level === undefined) return null;
  const { id, label, from, grants } = level;
  return { id, label: told(request, label ?? humanText(id)), from, roles: grants ?? [] };
}
