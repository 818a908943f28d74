import { useEffect, useState } from 'react';

const PHONE = '(max-width: 760px)';

/** Whether the screen is a phone's. */
export function usePhone(): boolean {
  const [isPhone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const query = matchMedia(PHONE);
    const hear = (): void => setPhone(query.matches);
    query.addEventListener('change', hear);
    return () => query.removeEventListener('change', hear);
  }, []);
  return isPhone;
}
