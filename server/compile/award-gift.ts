import type { ApprovalModel } from '../../schema/model/behaviour.ts';

/** An approval of a special award as it is kept with it: the template may change while it waits. */
export interface GiftStep {
  readonly id: string;
  readonly mode: ApprovalModel['mode'];
  readonly roles: readonly string[];
}

export interface GiftDecision {
  readonly step: number;
  readonly by: string;
  readonly approved: boolean;
  readonly comment: string | null;
  readonly at: string;
}

/** Who may decide on what: neither giver nor receiver ever does. */
export interface GiftState {
  readonly giver: string;
  readonly receiver: string;
  readonly steps: readonly GiftStep[];
  readonly decisions: readonly GiftDecision[];
}

/** An active member with the roles he holds. */
export interface RoleHolder {
  readonly id: string;
  readonly roles: readonly string[];
}

/**
 * The step that waits and the roles that may decide it now (SPEC [PTS-15]): `any` waits for one of the roles, `all`
 * for every holder, `inOrder` for one role after another. `null` when all is approved.
 */
export function openStep(
  gift: GiftState,
  holders: readonly RoleHolder[],
): { readonly step: number; readonly roles: readonly string[] } | null {
  for (const [step, def] of gift.steps.entries()) {
    const approvals = gift.decisions.filter((one) => one.step === step && one.approved);
    if (def.mode === 'inOrder') {
      const role = def.roles[approvals.length];
      if (role !== undefined) return { step, roles: [role] };
      continue;
    }
    const isDone =
      approvals.length > 0 &&
      (def.mode === 'any' ||
        deciders(gift, def.roles, holders).every(({ id }) => approvals.some(({ by }) => by === id)));
    if (!isDone) return { step, roles: def.roles };
  }
  return null;
}

/** Whether the member may decide now: holds a role that is asked, takes no part in the award, and has not yet. */
export function mayDecide(gift: GiftState, member: RoleHolder, holders: readonly RoleHolder[]): boolean {
  const open = openStep(gift, holders);
  if (open === null || member.id === gift.giver || member.id === gift.receiver) return false;
  const inOrder = gift.steps[open.step]?.mode === 'inOrder';
  const hasDecided = gift.decisions.some(({ step, by }) => step === open.step && by === member.id);
  return (inOrder || !hasDecided) && member.roles.some((role) => open.roles.includes(role));
}

function deciders(gift: GiftState, roles: readonly string[], holders: readonly RoleHolder[]): readonly RoleHolder[] {
  return holders.filter(
    ({ id, roles: held }) => id !== gift.giver && id !== gift.receiver && held.some((role) => roles.includes(role)),
  );
}
