import '../theme.css';
import './checkSetup.css';
import type { CheckSetupProtocol } from '../../workbench/connection/checkSetup/checkSetup.protocol';
import { openPage } from '../kit/openPage';
import { type CheckSetupOwn, checkSetupView } from './view';

let forget: ReturnType<typeof setTimeout> | undefined;

openPage<CheckSetupProtocol, CheckSetupOwn>({
  own: { copied: undefined },
  reduce: (state) => state,
  view: checkSetupView,
  follow({ link, line }, page) {
    page.set({ copied: `${link}/${line}` });
    clearTimeout(forget);
    forget = setTimeout(() => page.change({ copied: undefined }), 3000);
  },
});
