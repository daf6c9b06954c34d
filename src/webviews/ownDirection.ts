/** For `ref`: a field of a component takes the direction of what is typed. Its input is in a shadow tree, drawn a moment later. */
export function ownDirection(element: Element | undefined): void {
  if (element === undefined || !('updateComplete' in element)) return;
  void Promise.resolve(element.updateComplete).then(() => {
    for (const field of element.shadowRoot?.querySelectorAll('input, textarea') ?? [])
      field.setAttribute('dir', 'auto');
  });
}
