import add from '@vscode/codicons/src/icons/add.svg';
import arrowSwap from '@vscode/codicons/src/icons/arrow-swap.svg';
import attach from '@vscode/codicons/src/icons/attach.svg';
import clearAll from '@vscode/codicons/src/icons/clear-all.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import cloud from '@vscode/codicons/src/icons/cloud.svg';
import code from '@vscode/codicons/src/icons/code.svg';
import debugStop from '@vscode/codicons/src/icons/debug-stop.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';

import historyIcon from '@vscode/codicons/src/icons/history.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import markdown from '@vscode/codicons/src/icons/markdown.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import save from '@vscode/codicons/src/icons/save.svg';
import starEmpty from '@vscode/codicons/src/icons/star-empty.svg';
import starFull from '@vscode/codicons/src/icons/star-full.svg';
import symbolString from '@vscode/codicons/src/icons/symbol-string.svg';
import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/** Those of VS Code's own icons that pages use, by the names of their files. */
const icons = {
  add,
  'arrow-swap': arrowSwap,
  attach,
  'clear-all': clearAll,
  close,
  cloud,
  code,
  'debug-stop': debugStop,
  edit,
  export: exportIcon,
  history: historyIcon,
  insert,
  markdown,
  refresh,
  save,
  'star-empty': starEmpty,
  'star-full': starFull,
  'symbol-string': symbolString,
};

export type IconName = keyof typeof icons;

/** In the color of the text around it. What it means is said in words by what it stands in. */
export function icon(name: IconName): TemplateResult {
  return html`<span dir="auto" class="icon" aria-hidden="true">${unsafeHTML(icons[name])}</span>`;
}
