import { useEffect, useState } from 'react';
import { openDesk, type DraftDesk } from './draft-desk.ts';

/** The desk of the form that is open; `undefined` until it is known whether a draft waits on it. */
export function useDesk(
  person: string,
  tenant: string,
  record: { readonly entity: string; readonly id: string; readonly draft: string | undefined },
) {
  const { entity, id, draft } = record;
  const [desk, setDesk] = useState<DraftDesk>();
  useEffect(() => {
    let isLeft = false;
    let opened: DraftDesk | undefined;
    void openDesk({ person, tenant, entity, record: id }, draft).then((made) => {
      opened = made;
      if (isLeft) made.close();
      else setDesk(made);
    });
    return () => {
      isLeft = true;
      opened?.close();
    };
  }, [person, tenant, entity, id, draft]);
  return desk;
}
