import { useEffect, useMemo, useState } from 'react';
import type { ActorValue } from '../../schema/expr/frame.ts';
import type { EvalContext } from '../../schema/expr/evaluate.ts';
import type { TenantModel } from '../data/tenant-model.ts';
import { useSession } from '../shell/session-context.tsx';

/** How exact `now()` is in what a list shows: each step asks for the rows anew. */
const STEP_MS = 5 * 60_000;

/** The moment and the person by which filters, colours and conditions of the workplace are judged. */
export function useEvalContext(tenant: TenantModel): EvalContext {
  const actor = useActor(tenant);
  const [step, setStep] = useState(() => Math.floor(Date.now() / STEP_MS));
  useEffect(() => {
    const timer = setInterval(() => setStep(Math.floor(Date.now() / STEP_MS)), 30_000);
    return () => clearInterval(timer);
  }, []);
  const { timeZone } = tenant;
  return useMemo(() => ({ now: new Date(step * STEP_MS).toISOString(), timeZone, actor }), [step, timeZone, actor]);
}

/** The reader as expressions see them. */
export function useActor({ myRoles }: TenantModel): ActorValue | null {
  const { user } = useSession().me;
  return useMemo(
    () =>
      user === null
        ? null
        : {
            id: user.id,
            name: user.name,
            email: user.email,
            role: myRoles[0] ?? '',
            roles: myRoles,
            departments: [],
          },
    [user, myRoles],
  );
}
