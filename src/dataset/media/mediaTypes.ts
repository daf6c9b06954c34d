// The types of files that Gemini models read, as Google's model pages list them (2026), and how people misname them.

export type MediaKind = 'image' | 'document' | 'audio' | 'video';

/** By type, the ends of names that tell it, the usual one first. Google's list of sound types is not complete. */
const TYPES: Readonly<Record<MediaKind, Readonly<Record<string, readonly string[]>>>> = {
  image: {
    'image/png': ['png'],
    'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
    'image/webp': ['webp'],
    'image/heic': ['heic'],
    'image/heif': ['heif'],
  },
  document: { 'application/pdf': ['pdf'], 'text/plain': ['txt'] },
  audio: { 'audio/mpeg': ['mp3', 'mpga'], 'audio/mp3': [], 'audio/wav': ['wav'] },
  video: {
    'video/mp4': ['mp4', 'm4v'],
    'video/quicktime': ['mov'],
    'video/mpeg': ['mpeg'],
    'video/mpg': ['mpg'],
    'video/mpegs': [],
    'video/webm': ['webm'],
    'video/x-flv': ['flv'],
    'video/wmv': ['wmv'],
    'video/3gpp': ['3gp', '3gpp'],
  },
};

/** Read by nobody, and named only so that an address can tell what it holds. */
const OTHER_ENDS: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
  avif: 'image/avif',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  flac: 'audio/flac',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  m4a: 'audio/m4a',
  avi: 'video/x-msvideo',
  mkv: 'video/x-matroska',
};

/** Other names for types that are read. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'application/x-pdf': 'application/pdf',
  'audio/x-mp3': 'audio/mp3',
  'audio/x-mpeg': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'video/mov': 'video/quicktime',
  'video/x-m4v': 'video/mp4',
  'video/flv': 'video/x-flv',
  'video/x-ms-wmv': 'video/wmv',
  'video/3gp': 'video/3gpp',
};

/** What such a file may just as well be. */
const ALIKE: readonly (readonly string[])[] = [
  ['audio/mpeg', 'audio/mp3'],
  ['video/mpeg', 'video/mpg', 'video/mpegs'],
  ['video/mp4', 'audio/mp4', 'video/quicktime'],
  ['video/webm', 'audio/webm'],
  ['video/3gpp', 'audio/3gpp'],
  ['image/heic', 'image/heif'],
];

const kinds = new Map<string, MediaKind>();
const ends = new Map(Object.entries(OTHER_ENDS));
for (const [kind, types] of Object.entries(TYPES))
  for (const [type, own] of Object.entries(types)) {
    kinds.set(type, kind as MediaKind);
    for (const end of own) ends.set(end, type);
  }

/** The type that the end of an address or path tells; undefined when it tells none that we know. */
export function mimeTypeOf(uri: string): string | undefined {
  const end = /\.([a-z0-9]{1,5})(?:[?#].*)?$/i.exec(uri.slice(-2000))?.[1]?.toLowerCase();
  return end === undefined ? undefined : ends.get(end);
}

/** What a type is, also one that is not read; undefined when that cannot be told. */
export function kindOf(mimeType: string): MediaKind | undefined {
  const known = kinds.get(mimeType);
  if (known) return known;
  const family = mimeType.split('/', 1)[0];
  return family === 'image' || family === 'audio' || family === 'video'
    ? family
    : family === 'text'
      ? 'document'
      : undefined;
}

export function isRead(mimeType: string): boolean {
  return kinds.has(mimeType);
}

export function typesOf(kind: MediaKind): string[] {
  return Object.keys(TYPES[kind]);
}

/** The type that is meant by one that is written in another way: `IMAGE/JPG`, `jpg`, `image/png; q=1`. */
export function meantType(written: string): string | undefined {
  const plain = (written.split(';', 1)[0] ?? '').trim().toLowerCase();
  const meant = ALIASES[plain] ?? (plain.includes('/') ? plain : ends.get(plain.replace(/^\./, '')));
  return meant !== undefined && meant !== written && kinds.has(meant) ? meant : undefined;
}

/** Whether a file whose name says one type may be of the other. */
export function mayBe(byName: string, written: string): boolean {
  return byName === written || ALIKE.some((group) => group.includes(byName) && group.includes(written));
}

/** The type that the first bytes of a file tell. */
export function typeOfBytes(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12));
  if (start.startsWith('\x89PNG')) return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (start.startsWith('GIF8')) return 'image/gif';
  if (start.startsWith('%PDF-')) return 'application/pdf';
  if (start.startsWith('RIFF')) return { WEBP: 'image/webp', WAVE: 'audio/wav' }[start.slice(8, 12)];
  return undefined;
}
