import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { button } from '../controls/button.ts';

export interface ModalProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  heading: string;
  /** Read out with the heading when it opens. */
  lead?: ReactNode;
  closeLabel: string;
  /** The buttons; the harmless one stands first. */
  footer?: ReactNode;
  children?: ReactNode;
}

// On a short window, at 200 % zoom on a phone for one, heading and buttons would leave no room for what is between.
const tall = '[@media(min-height:30rem)]:sticky';

/**
 * What dialog and drawer share: the page behind is out of reach, Escape closes the uppermost layer only, the focus
 * stays inside and goes back to where it came from. It scrolls as a whole, so that every size of window can read it.
 */
export function Modal(
  props: ModalProps & {
    className: string;
    role: 'dialog' | 'alertdialog';
    stays: boolean;
    focusFirst?: string;
  },
) {
  const origin = useRef<Element | null>(null);
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="reveal fixed inset-0 z-50 bg-scrim" />
        <Radix.Content
          role={props.role}
          {...(!props.lead && { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            origin.current = document.activeElement;
            const content = event.currentTarget as HTMLElement;
            const first = props.focusFirst && content.querySelector<HTMLElement>(props.focusFirst);
            const { bottom } = content.getBoundingClientRect();
            // One that is out of sight is not where the eye is.
            if (!first || first.getBoundingClientRect().bottom > bottom) return;
            event.preventDefault();
            first.focus({ preventScroll: true });
          }}
          // Radix gives the focus back to a trigger of its own only, and we are opened from anywhere.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (origin.current instanceof HTMLElement) origin.current.focus();
          }}
          // A menu that has only just opened in here is not above us for Radix yet: its Escape is not ours.
          onEscapeKeyDown={(event) => {
            const { target } = event;
            if (target instanceof Element && target.closest('[role=menu]')) event.preventDefault();
          }}
          onInteractOutside={(event) => {
            if (props.stays) event.preventDefault();
          }}
          className={`fixed z-50 flex flex-col overflow-y-auto overscroll-contain border border-line bg-surface shadow-float outline-none scroll-pt-16 scroll-pb-20 ${props.className}`}
        >
          <div
            className={`${tall} top-0 z-10 flex flex-none items-start gap-3 bg-surface py-2 pr-2 pl-4 lg:pl-5`}
          >
            <Radix.Title className="min-w-0 flex-1 py-2.5 font-display text-panel font-semibold break-words">
              {props.heading}
            </Radix.Title>
            <Radix.Close
              aria-label={props.closeLabel}
              title={props.closeLabel}
              className={button.icon}
            >
              <X size={18} aria-hidden />
            </Radix.Close>
          </div>
          <div data-part="body" className="flex-1 px-4 pb-4 lg:px-5 lg:pb-5">
            {props.lead && (
              <Radix.Description className="max-w-[68ch] text-text-2 not-last:mb-4">
                {props.lead}
              </Radix.Description>
            )}
            {props.children}
          </div>
          {props.footer && <Foot>{props.footer}</Foot>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Foot({ children }: { children: ReactNode }) {
  return (
    <div
      data-part="footer"
      className={`${tall} bottom-0 flex flex-none flex-wrap justify-end gap-2 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-sm:*:flex-1 lg:px-5`}
    >
      {children}
    </div>
  );
}
