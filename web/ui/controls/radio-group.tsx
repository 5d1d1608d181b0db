import { RadioGroup as Primitive } from 'radix-ui';
import type { FocusEvent, ReactNode } from 'react';

/** Radios that roam with the arrows and take one stop in the tab order. */
export function RadioGroup(props: {
  className: string;
  label?: string;
  labelledBy?: string;
  describedBy?: string;
  /** The chosen one; null for none. */
  value: string | null;
  onChoose: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <Primitive.Root
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      value={props.value}
      onValueChange={props.onChoose}
      className={props.className}
    >
      {props.children}
    </Primitive.Root>
  );
}

/** One choice: a button, so that its whole face takes clicks, and a radio to everybody else. */
export function Radio(props: {
  value: string;
  id?: string | undefined;
  label?: string;
  describedBy?: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <Primitive.Item
      value={props.value}
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      className={props.className}
      onFocus={chooseWhenMovedTo}
    >
      {props.children}
    </Primitive.Item>
  );
}

/**
 * Radix moves the focus a moment after the arrow key and chooses only while the key is still down, which on a busy page
 * it no longer is: the focus would move on without the choice.
 */
function chooseWhenMovedTo(event: FocusEvent<HTMLButtonElement>): void {
  const group = event.currentTarget.closest('[role=radiogroup]');
  const byKeyboard = event.currentTarget.matches(':focus-visible');
  if (!byKeyboard || !group?.contains(event.relatedTarget)) return;
  event.preventDefault();
  event.currentTarget.click();
}
