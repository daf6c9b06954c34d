import '../theme.css';
import './checkSetup.css';
import { render } from 'lit';
import type {
  CheckSetupState,
  FromCheckSetup,
  ToCheckSetup,
} from '../../workbench/connection/checkSetup/checkSetup.protocol';
import { reportPageErrors } from '../pageErrors';
import { vscodeApi } from '../vscodeApi';
import { checkSetupView } from './view';

const api = vscodeApi<FromCheckSetup, never>();
const root = document.querySelector<HTMLElement>('#root');
let state: CheckSetupState | undefined;
/** The line that was copied last, as `link/line`; its button says so for a while. */
let copied: string | undefined;
let forget: ReturnType<typeof setTimeout> | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToCheckSetup>) => {
  if (data.type === 'state') state = data.state;
  else {
    copied = `${data.link}/${data.line}`;
    clearTimeout(forget);
    forget = setTimeout(() => {
      copied = undefined;
      show();
    }, 3000);
  }
  show();
});

reportPageErrors(api);

api.postMessage({ type: 'ready' });

function show(): void {
  if (state !== undefined && root !== null) render(checkSetupView(state, copied, api.postMessage), root);
}
