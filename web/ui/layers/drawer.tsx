import { Modal, type ModalProps } from './modal.tsx';

const side =
  'md:inset-y-0 md:right-0 md:left-auto md:w-[420px] md:max-w-full md:max-h-none md:border-y-0 md:border-r-0 md:rounded-none md:starting:translate-x-full md:starting:translate-y-0';
const sheet =
  'inset-x-0 bottom-0 max-h-[calc(100dvh-2.5rem)] rounded-t-card border-b-0 starting:translate-y-full';

/** Details beside the page they belong to: from the right edge, and from below on a phone. */
export function Drawer(props: ModalProps) {
  return (
    <Modal
      {...props}
      role="dialog"
      stays={false}
      className={`transition-transform duration-320 ease-in-place ${sheet} ${side}`}
    />
  );
}
