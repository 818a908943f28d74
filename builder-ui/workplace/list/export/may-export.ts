import type { TenantModel } from '../../../data/tenant-model.ts';

/** Whether one of the reader's roles may take rows of this kind out of the company. */
export function mayExport({ model, myRoles }: TenantModel, entity: string): boolean {
  return (
    myRoles.includes('owner') ||
    model.roles.some(
      ({ id, grants }) =>
        myRoles.includes(id) && grants.some((grant) => grant.entity === entity && grant.can.includes('export')),
    )
  );
}
