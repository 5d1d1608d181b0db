import { useSearchParams } from '@remix-run/react';
import { useCallback, useState } from 'react';

interface Address {
  readonly tool: string | null;
  readonly job: string | null;
}

/** Tool and job on the stage: shown at once, and kept in the address for reload and sharing. */
export function useAddress(): [Address, (changes: Partial<Address>) => void] {
  const [search, setSearch] = useSearchParams();
  const [address, setAddress] = useState<Address>({
    tool: search.get('tool'),
    job: search.get('job'),
  });
  const put = useCallback(
    (changes: Partial<Address>) => {
      setAddress((before) => ({ ...before, ...changes }));
      setSearch((before) => withChanges(before, changes), {
        replace: true,
        preventScrollReset: true,
      });
    },
    [setSearch],
  );
  return [address, put];
}

function withChanges(search: URLSearchParams, changes: Partial<Address>): URLSearchParams {
  const changed = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}
