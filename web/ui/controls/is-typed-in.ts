const withoutText = new Set(['button', 'checkbox', 'color', 'file', 'radio', 'range', 'submit']);

/** Whether what a key or a paste was meant for is a field that somebody types in. */
export function isTypedIn(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !withoutText.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
