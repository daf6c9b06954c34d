// Which VS Code the tests inside the extension host run in. Plain Node: it is asked before anything is installed.

let answer;

/** True: desktop VS Code, downloaded. False: the one from npm. Asks the network once, for at most three seconds. */
export function usesDesktop() {
  answer ??= decide(process.env.TUNEWRIGHT_VSCODE);
  return answer;
}

async function decide(wish) {
  if (wish === 'desktop' || wish === 'host') return wish === 'desktop';
  if (wish) throw new Error(`TUNEWRIGHT_VSCODE is "desktop" or "host", not "${wish}".`);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return false;
  return canDownload();
}

async function canDownload() {
  try {
    const signal = AbortSignal.timeout(3000);
    const reply = await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal });
    return reply.ok;
  } catch {
    return false;
  }
}
