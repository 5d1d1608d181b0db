import { ChevronLeft, ChevronRight, LoaderCircle } from 'lucide-react';
import { button } from '../controls/button.ts';

export interface Paging {
  /** Names the two buttons together. */
  label: string;
  /** Which rows these are: "1–10 of 213". */
  text: string;
  previousLabel: string;
  nextLabel: string;
  /** Left out on the first page. */
  onPrevious?: (() => void) | undefined;
  /** Left out on the last page. */
  onNext?: (() => void) | undefined;
}

/** Which rows are shown and the way to the others. What changes here is read out; its region is always there. */
export function TableFoot(props: { paging: Paging | undefined; loading: string | undefined }) {
  const { paging, loading } = props;
  const shown = paging !== undefined || loading !== undefined;
  return (
    <div
      className={
        shown
          ? 'flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-text-2 lg:pr-3 lg:pl-5'
          : 'sr-only'
      }
    >
      <p role="status" className="flex min-h-9 items-center gap-2 text-dense">
        {loading !== undefined && (
          <LoaderCircle size={16} aria-hidden className="animate-spin motion-reduce:animate-none" />
        )}
        {loading ?? paging?.text}
      </p>
      {paging && (
        <nav aria-label={paging.label} className="flex flex-wrap gap-1 max-sm:-mr-2">
          <Step label={paging.previousLabel} onPress={paging.onPrevious} icon="before" />
          <Step label={paging.nextLabel} onPress={paging.onNext} icon="after" />
        </nav>
      )}
    </div>
  );
}

/** Stays in the tab order at either end, or the focus would be lost with the last press. */
function Step(props: {
  label: string;
  onPress: (() => void) | undefined;
  icon: 'before' | 'after';
}) {
  return (
    <button
      type="button"
      aria-disabled={props.onPress === undefined}
      onClick={props.onPress}
      className={`${button.ghost} gap-1`}
    >
      {props.icon === 'before' && <ChevronLeft size={16} aria-hidden />}
      {props.label}
      {props.icon === 'after' && <ChevronRight size={16} aria-hidden />}
    </button>
  );
}
