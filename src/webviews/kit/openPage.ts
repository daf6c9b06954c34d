import { render, type TemplateResult } from 'lit';
import type { FromPage, PageProtocol, ToPage } from '../../workbench/ui/page/page.protocol';
import { keepScroll } from '../keepScroll';
import { onceAFrame } from '../onceAFrame';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';

export interface Shown<P extends PageProtocol, Own> {
  readonly state: P['state'];
  readonly strings: P['strings'];
  readonly own: Own;
}

/** What a page consists of in the browser. `Own` is what only the page knows: how it is set, what is being written. */
export interface PageParts<P extends PageProtocol, Own> {
  /** At the start. */
  readonly own: Own;
  reduce(state: P['state'], event: P['event']): P['state'];
  view(shown: Shown<P, Own>, page: Page<P, Own>): TemplateResult;
  /** What of the page's own changes when it is told all. @param kept last */
  take?(state: P['state'], kept: P['kept'] | undefined): Partial<Own>;
  /** What else an event brings about; the state is reduced. */
  follow?(event: P['event'], page: Page<P, Own>): void;
  drawn?(root: HTMLElement): void;
  keep?(shown: Omit<Shown<P, Own>, 'strings'>, scroll: number): P['kept'];
}

/** A page in the browser. What the host says is drawn with the next frame, what a person does at once. */
export interface Page<P extends PageProtocol, Own> {
  /** Undefined until the host has told. */
  readonly shown: Shown<P, Own> | undefined;
  readonly own: Own;
  send(request: P['request']): void;
  /** Changes what is the page's own without drawing it. */
  set(changes: Partial<Own>): void;
  change(changes: Partial<Own>): void;
  draw(): void;
  drawSoon(): void;
}

export function openPage<P extends PageProtocol, Own>(parts: PageParts<P, Own>): Page<P, Own> {
  const api = vscodeApi<FromPage<P['request']>, P['kept']>();
  const root = document.querySelector<HTMLElement>('#root');
  let told: Omit<Shown<P, Own>, 'own'> | undefined;
  let own = parts.own;
  let kept: P['kept'] | undefined;
  let scroll: ReturnType<typeof keepScroll> | undefined;

  const page: Page<P, Own> = {
    get shown() {
      return told && { ...told, own };
    },
    get own() {
      return own;
    },
    send: (request) => api.postMessage(request),
    set(changes) {
      own = { ...own, ...changes };
      keep();
    },
    change(changes) {
      page.set(changes);
      page.draw();
    },
    draw() {
      if (page.shown === undefined || root === null) return;
      render(parts.view(page.shown, page), root);
      parts.drawn?.(root);
      scroll?.restore();
    },
    drawSoon: onceAFrame(() => page.draw()),
  };

  function keep(): void {
    if (page.shown === undefined || scroll === undefined || parts.keep === undefined) return;
    const now = parts.keep(page.shown, scroll.top);
    if (JSON.stringify(now) !== JSON.stringify(kept)) api.setState(now);
    kept = now;
  }

  function hear(message: ToPage<P>): void {
    if (message.type === 'kept') {
      kept = message.kept;
      scroll = keepScroll(scrollIn(kept), keep);
      return;
    }
    if (scroll === undefined) return; // all of it will be told after what was kept
    if (message.type === 'state') {
      const { state, strings } = message;
      told = { state, strings };
      own = { ...own, ...parts.take?.(state, kept) };
    } else if (told !== undefined) {
      for (const event of message.events) {
        told = { ...told, state: parts.reduce(told.state, event) };
        parts.follow?.(event, page);
      }
    }
    keep();
    page.drawSoon();
  }

  window.addEventListener('message', ({ data }: MessageEvent<ToPage<P>>) => hear(data));
  reportPageErrors(api);
  api.postMessage({ type: 'ready', kept: api.getState() });
  return page;
}

function scrollIn(kept: unknown): number {
  const isKept = typeof kept === 'object' && kept !== null && 'scroll' in kept;
  return isKept && typeof kept.scroll === 'number' ? kept.scroll : 0;
}
