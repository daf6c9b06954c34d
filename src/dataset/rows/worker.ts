import { speakAsStarter } from '../../base/language';

speakAsStarter();
await import('./rowsThread'); // not before: it has texts that are constants
