/** Whether nobody looks at the page. A page that is drawn by the server is about to be looked at. */
export function isHidden(): boolean {
  return 'document' in globalThis && document.hidden;
}
