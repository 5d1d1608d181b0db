import { RadioGroup as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

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
    >
      {props.children}
    </Primitive.Item>
  );
}
