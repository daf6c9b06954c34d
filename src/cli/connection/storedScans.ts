// Files in Cloud Storage for `tunewright check`; loaded when one is named.
import type { Where } from '../../base/commandText';
import { FileScan, readSource, type ScanOptions } from '../../dataset/scan/fileScan';
import { ScanThread, streamedSource } from '../../dataset/scan/streamedSource';
import { cloudStorage } from '../../tuning/google/storage/cloudStorage';
import { objectAt } from '../../tuning/google/storage/storedObject';
import { interruptSignal } from '../interrupt';
import { connector } from './connector';

export class StoredScans {
  readonly #storage;
  readonly #thread = new ScanThread();

  constructor(where: Where) {
    this.#storage = cloudStorage(connector(where));
  }

  /** Checks an object while it arrives: one version of it, however often it is read. */
  async scan(uri: string, options: ScanOptions): Promise<FileScan> {
    const signal = interruptSignal();
    const object = await objectAt(this.#storage, uri, signal);
    const content: Parameters<typeof streamedSource>[0]['content'] = (range) =>
      this.#storage.content(object, range, signal);
    const source = streamedSource({ name: uri, size: object.bytes, content }, this.#thread);
    return new FileScan(await readSource(source, options));
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
