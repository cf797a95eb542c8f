/** A button that goes away when it is used takes the focus with it: by keyboard, one goes on in the field. */
export function goOn(event: MouseEvent): void {
  // A tap leaves the field alone, lest a phone put its keyboard over the answer; a key's click counts no clicks.
  if (event.detail === 0) (document.querySelector<HTMLElement>("#ask-field") ?? document.querySelector<HTMLElement>("#main"))?.focus();
}
