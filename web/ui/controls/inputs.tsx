import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useControl } from './field.tsx';

/** What the field around a control says, and the control does not say itself. */
type Own<Tag extends 'input' | 'textarea' | 'select'> = Omit<
  ComponentProps<Tag>,
  'id' | 'required' | 'disabled' | 'className' | 'aria-invalid' | 'aria-describedby'
>;

const edge = 'rounded-control border border-line-strong bg-surface';
// Below 16 px a phone zooms the page when the control takes focus.
const words = 'text-base placeholder:text-text-3 lg:text-body';
const off = 'disabled:border-line disabled:bg-raised disabled:text-text-3';

/** One line of text, with what stands before and after it inside the same edge: a unit, a sign, a button. */
export function Input({
  before,
  after,
  ...own
}: Own<'input'> & { before?: ReactNode; after?: ReactNode }) {
  const control = useControl();
  return (
    <div
      className={`flex h-11 items-center ${edge} outline-offset-2 outline-(--focus) has-disabled:border-line has-disabled:bg-raised has-[input:focus-visible]:outline-2 has-[input[aria-invalid]]:border-bad`}
    >
      {before && <span className="flex-none pl-3 text-text-2">{before}</span>}
      <input
        {...own}
        {...control}
        className={`h-full w-full min-w-0 rounded-control bg-transparent px-3 outline-none disabled:text-text-3 ${words}`}
      />
      {after && <span className="flex-none pr-3 text-text-2 has-[button]:pr-0">{after}</span>}
    </div>
  );
}

/** A text that grows to eight lines. */
export function TextArea(own: Own<'textarea'>) {
  return (
    <textarea
      {...own}
      {...useControl()}
      className={`block field-sizing-content max-h-44 min-h-22 w-full px-3 py-2.5 aria-invalid:border-bad ${edge} ${words} ${off}`}
    />
  );
}

/** The platform's own list, which every phone and screen reader knows. */
export function Select(own: Own<'select'>) {
  return (
    <div className="relative">
      <select
        {...own}
        {...useControl()}
        className={`block h-11 w-full appearance-none pr-10 pl-3 aria-invalid:border-bad ${edge} ${words} ${off}`}
      />
      <ChevronsUpDown
        size={16}
        aria-hidden
        className="pointer-events-none absolute top-3.5 right-3 text-text-2"
      />
    </div>
  );
}
