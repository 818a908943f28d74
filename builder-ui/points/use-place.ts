import type { AwardModel, AwardTrigger } from '../../schema/model/behaviour.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useTenant } from '../shell/tenant-frame.tsx';

type Manual = Extract<AwardTrigger, { readonly kind: 'manual' }>;

/** A special award of the template that is given by hand. */
export interface ManualAward extends AwardModel {
  readonly on: Manual;
}

/** The reader's place in points: what he may give, and whether he sits on the committee (SPEC [PTS-17]). */
export interface PointsPlace {
  readonly gives: readonly ManualAward[];
  readonly isCommittee: boolean;
}

const OWNER = 'owner';

export function placeOf({ model, myRoles }: Pick<TenantModel, 'model' | 'myRoles'>): PointsPlace {
  const manual = model.behaviour.awards.filter((award): award is ManualAward => award.on.kind === 'manual');
  const isOwner = myRoles.includes(OWNER);
  return {
    gives: manual.filter(({ on }) => isOwner || on.by.some((role) => myRoles.includes(role))),
    isCommittee:
      isOwner ||
      manual.some(({ on }) => on.approvals.some(({ roles }) => roles.some((role) => myRoles.includes(role)))),
  };
}

/** The reader's place in the points of the company that the page belongs to. */
export function usePlace(): PointsPlace {
  return placeOf(useTenant());
}
