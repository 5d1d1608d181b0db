import { Link } from '@remix-run/react';

/** The mark and the name; leads to the studio. */
export function Logo() {
  return (
    <Link
      to="/"
      className="flex h-11 items-center gap-2.5 pr-3 font-display text-panel font-semibold"
    >
      <svg viewBox="0 0 22 22" width={22} height={22} fill="none" aria-hidden>
        <path d="M1 7V1h6M15 1h6v6M21 15v6h-6M7 21H1v-6" stroke="currentColor" strokeWidth={1.75} />
        <circle cx="11" cy="11" r="4" className="fill-live" />
      </svg>
      <span className="max-[22.5rem]:sr-only">Atelier</span>
    </Link>
  );
}
