/** Takes the focus off a field whose choice is made, so that the keys of the screen work again at once. */
export function releaseFocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
