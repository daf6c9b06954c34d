import { speakAsStarter } from '../../base/language';

speakAsStarter();
await import('./scanThread'); // not before: it has texts that are constants
