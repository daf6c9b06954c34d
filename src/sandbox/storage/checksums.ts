import { createHash, type Hash } from 'node:crypto';
import { Crc32c } from '@aws-crypto/crc32c';

/** Cloud Storage's two checksums, over bytes as they come. */
export class Checksums {
  private readonly crc32c = new Crc32c();
  private readonly md5: Hash = createHash('md5');

  update(chunk: Uint8Array): void {
    this.crc32c.update(chunk);
    this.md5.update(chunk);
  }

  /** Base64, as the JSON API writes them: CRC32C is big-endian. */
  digest(): { crc32c: string; md5Hash: string } {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(this.crc32c.digest());
    return { crc32c: crc.toString('base64'), md5Hash: this.md5.digest('base64') };
  }
}
