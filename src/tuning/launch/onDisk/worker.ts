import { speakAsStarter } from '../../../base/language';

speakAsStarter();
await import('./diskThread'); // not before: it has texts that are constants
