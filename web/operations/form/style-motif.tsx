import type { ReactNode } from 'react';

const motifs: Readonly<Record<string, ReactNode>> = {
  modern: (
    <>
      <rect x="6" y="8" width="26" height="32" opacity=".85" />
      <rect x="36" y="8" width="30" height="14" opacity=".45" />
      <rect x="36" y="26" width="30" height="14" opacity=".25" />
    </>
  ),
  vintage: (
    <g fill="none" stroke="currentColor" strokeWidth="2.5">
      <circle cx="36" cy="24" r="5" opacity=".9" />
      <circle cx="36" cy="24" r="11" opacity=".65" />
      <circle cx="36" cy="24" r="17" opacity=".4" />
      <path d="M4 4h64v40H4z" strokeWidth="1" opacity=".6" />
    </g>
  ),
  minimal: (
    <>
      <circle cx="52" cy="15" r="5" opacity=".9" />
      <rect x="10" y="34" width="38" height="1.5" opacity=".7" />
    </>
  ),
  bold: (
    <>
      <path d="M0 48 36 0h22L22 48z" opacity=".9" />
      <path d="M44 48 72 10v38z" opacity=".45" />
    </>
  ),
  playful: (
    <>
      <circle cx="16" cy="16" r="8" opacity=".8" />
      <circle cx="56" cy="34" r="10" opacity=".45" />
      <path
        d="M8 40c6-8 10-8 16 0s10 8 16 0"
        fill="none"
        stroke="currentColor"
        strokeWidth="3"
        opacity=".7"
      />
      <rect x="38" y="8" width="10" height="10" rx="2" transform="rotate(20 43 13)" opacity=".6" />
    </>
  ),
};

/** A style drawn in one ink; an unknown one is a plain plate. */
export function StyleMotif({ style }: { style: string }) {
  return (
    <svg
      viewBox="0 0 72 48"
      aria-hidden
      fill="currentColor"
      className="w-full rounded-picture bg-active"
    >
      {motifs[style] ?? <rect x="18" y="14" width="36" height="20" opacity=".4" />}
    </svg>
  );
}
