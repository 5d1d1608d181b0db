import { useEffect, useState } from 'react';

/** Milliseconds since a moment, ten times a second; null before the first tick and for no moment. */
export function useSince(iso: string | null): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (iso === null) return;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 100);
    return () => {
      clearInterval(timer);
    };
  }, [iso]);
  if (iso === null || now === null) return null;
  // A browser's clock may be behind the server's.
  return Math.max(0, now - Date.parse(iso));
}
