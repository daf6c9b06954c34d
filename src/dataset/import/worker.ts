import { speakAsStarter } from '../../base/language';

speakAsStarter();
await import('./importThread'); // not before: it has texts that are constants
