import { speakAsStarter } from '../../../base/language';

speakAsStarter();
await import('./compareThread'); // not before: it has texts that are constants
