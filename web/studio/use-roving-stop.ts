import { type KeyboardEvent, useState } from 'react';

/**
 * One stop of the tab key in a row of buttons: where somebody was last, else the chosen one, else the first. Arrows,
 * Home and End move along the row.
 */
export function useRovingStop(keys: readonly string[], chosen: string | undefined) {
  const [last, moveTo] = useState<string | null>(null);
  const at = [last, chosen].find((key) => key != null && keys.includes(key)) ?? keys[0];
  return { at, moveTo, onKeyDown: moveFocus };
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((each) => each === document.activeElement);
  const target = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: buttons.length - 1 }[
    event.key
  ];
  const next = target === undefined ? undefined : buttons[target];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
