import type { KeyboardEvent, ReactNode } from 'react';

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** Radios that roam with the arrows and take one stop in the tab order. */
export function RadioGroup(props: {
  className: string;
  label?: string;
  labelledBy?: string;
  describedBy?: string;
  children: ReactNode;
}) {
  return (
    <div
      role="radiogroup"
      tabIndex={-1}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      onKeyDown={roam}
      className={props.className}
    >
      {props.children}
    </div>
  );
}

function roam(event: KeyboardEvent<HTMLElement>): void {
  const move = moves[event.key];
  if (move === undefined) return;
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const at = radios.findIndex((radio) => radio === document.activeElement);
  if (at < 0) return;
  const next = radios[(at + move + radios.length) % radios.length];
  event.preventDefault();
  next?.focus();
  next?.click();
}

/** One choice: a button, so that its whole face takes clicks, and a radio to everybody else. */
export function Radio(props: {
  id?: string | undefined;
  label?: string;
  describedBy?: string;
  checked: boolean;
  /** True for the one that the tab key reaches. */
  anchor: boolean;
  className: string;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      role="radio"
      id={props.id}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-checked={props.checked}
      tabIndex={props.anchor ? 0 : -1}
      onClick={props.onChoose}
      className={props.className}
    >
      {props.children}
    </button>
  );
}
