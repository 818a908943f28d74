import { useEffect, useState } from 'react';

const STEP_MS = 30_000;

/** The moment by which it is told how long ago something was; it goes on while the page is open. ISO 8601. */
export function useNow(): string {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
