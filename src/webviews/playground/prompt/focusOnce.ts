import { ownDirection } from '../../ownDirection';

const focused = new WeakSet<Element>();

/** For `ref`: what has just appeared takes the focus, the first time that it is drawn. */
export function focusOnce(element: Element | undefined): void {
  if (!(element instanceof HTMLElement) || focused.has(element)) return;
  focused.add(element);
  ownDirection(element);
  requestAnimationFrame(() => element.focus());
}
