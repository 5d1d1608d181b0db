import { Modal, type ModalProps } from './modal.tsx';

const widths = { narrow: 'max-w-[440px]', wide: 'max-w-[640px]' } as const;

const field = "[data-part='body'] :is(input, select, textarea):not(:disabled)";
const harmless = "[data-part='footer'] button";

/** A question or a short form over the page, in its middle. */
export function Dialog({
  width = 'narrow',
  asks = false,
  ...props
}: ModalProps & {
  width?: keyof typeof widths;
  /** For what cannot be undone: announced as an alert, and a press beside it does not close it. */
  asks?: boolean;
}) {
  return (
    <Modal
      {...props}
      role={asks ? 'alertdialog' : 'dialog'}
      stays={asks}
      focusFirst={asks ? harmless : field}
      className={`reveal inset-0 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] rounded-card ${widths[width]}`}
    />
  );
}
