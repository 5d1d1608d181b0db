import { useSearchParams } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';

interface Address {
  readonly tool: string | null;
  readonly job: string | null;
  /** A job to fill the form from, and a picture to begin with: done once, on arrival. */
  readonly again: string | null;
  readonly picture: string | null;
}

const addressOf = (search: URLSearchParams): Address => ({
  tool: search.get('tool'),
  job: search.get('job'),
  again: search.get('again'),
  picture: search.get('picture'),
});

/**
 * Tool and job on the stage: shown at once, and kept in the address for reload, sharing and Back, which leads through
 * what was opened here before it leads away.
 */
export function useAddress(): [Address, (changes: Partial<Address>) => void] {
  const [search, setSearch] = useSearchParams();
  // What was put there counts until the address says the same; Back and Forward change the address alone.
  const [put, setPut] = useState({ search, changes: {} });
  const address = { ...addressOf(search), ...(put.search === search && put.changes) };
  // Two changes at once, or one of a page that has been drawn anew since: each builds on the one before.
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  }, [search]);
  const change = useCallback(
    (changes: Partial<Address>) => {
      setPut((before) => ({
        search,
        changes: { ...(before.search === search && before.changes), ...changes },
      }));
      const before = latest.current;
      latest.current = withChanges(before, changes);
      setSearch(latest.current, {
        // Another result, or none any more, is another place; anything else is the same one, seen differently.
        replace: latest.current.get('job') === before.get('job'),
        preventScrollReset: true,
      });
    },
    [search, setSearch],
  );
  return [address, change];
}

function withChanges(search: URLSearchParams, changes: Partial<Address>): URLSearchParams {
  const changed = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}
