import { Tabs as Radix } from 'radix-ui';
import { type ReactNode, useEffect, useRef } from 'react';

export interface Tab {
  value: string;
  label: string;
  icon?: ReactNode;
  /** How much is behind it, as text. */
  count?: string;
  disabled?: boolean;
  content: ReactNode;
}

/** Views of one thing, one at a time; the arrow keys choose, and a row too long for a phone scrolls. */
export function Tabs(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tabs: readonly Tab[];
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = list.current?.querySelector('[data-state=active]');
    if (!list.current || !chosen) return;
    // To its middle; scrollIntoView would move the page as well.
    const [row, tab] = [list.current, chosen].map((each) => each.getBoundingClientRect());
    if (!row || !tab) return;
    list.current.scrollLeft +=
      Math.min(0, tab.left - row.left) + Math.max(0, tab.right - row.right);
  }, [props.value]);
  return (
    <Radix.Root value={props.value} onValueChange={props.onChange}>
      <Radix.List
        ref={list}
        aria-label={props.label}
        className="flex gap-1 overflow-x-auto overflow-y-hidden border-b border-line [scrollbar-width:none]"
      >
        {props.tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            disabled={tab.disabled}
            className="flex min-h-11 flex-none items-center gap-2 border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-text-2 -outline-offset-2 hover:text-text disabled:text-text-3 disabled:hover:text-text-3 data-[state=active]:border-text data-[state=active]:text-text"
          >
            {tab.icon && (
              <span aria-hidden className="flex-none">
                {tab.icon}
              </span>
            )}
            {tab.label}
            {tab.count && (
              <span className="rounded-badge bg-raised px-1.5 text-meta text-text-2">
                {tab.count}
              </span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {props.tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
