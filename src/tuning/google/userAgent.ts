import { version } from '../../../package.json';

/** How every request of ours names itself, before what Google's libraries add (RFC 9110, 10.1.5). */
export const userAgent = `tunewright/${version}`;
