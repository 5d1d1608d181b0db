const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-3.5 font-medium whitespace-nowrap transition-colors duration-100 xl:min-h-9 coarse:min-h-11 aria-disabled:opacity-60 print:hidden';

/** Class names of the three kinds of buttons; the shutter is the run bar's alone. */
export const button = {
  neutral: `${base} border border-line bg-raised hover:border-line-strong hover:bg-active`,
  ghost: `${base} text-text-2 hover:bg-raised hover:text-text`,
  icon: 'grid size-11 flex-none place-items-center rounded-control text-text-2 hover:bg-raised hover:text-text',
} as const;
