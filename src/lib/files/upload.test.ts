import { describe, expect, it } from 'vitest';
import { err, ok } from '$lib/domain/result';
import fc from 'fast-check';
import { partCount, partName, partOf, partSize } from './parts';
import { uploadParts, type RemoteFolder, type UploadPart } from './upload';

const mebibyte = 1_048_576;

/** A store that keeps what is put, and breaks off at the puts that are named, before or after keeping. */
class Folder implements RemoteFolder {
  readonly kept = new Map<string, ArrayBuffer>();
  readonly puts: string[] = [];
  breaks: (put: number) => 'no' | 'before' | 'after' = () => 'no';
  list = () =>
    Promise.resolve(ok(new Map([...this.kept].map(([name, b]) => [name, b.byteLength]))));
  put = (name: string, bytes: ArrayBuffer) => {
    const fate = this.breaks(this.puts.push(name));
    if (fate !== 'before') this.kept.set(name, bytes);
    return Promise.resolve(fate === 'no' ? ok(null) : err({ type: 'offline' as const }));
  };
}

const partsOf = (bytes: ArrayBuffer): UploadPart[] =>
  Array.from({ length: partCount(bytes.byteLength) }, (_, part) => ({
    name: partName(part),
    sizeBytes: partSize(bytes.byteLength, part),
    read: () => Promise.resolve(partOf(bytes, part)),
  }));
const bytesOf = (size: number) => new Uint8Array(size).map((_, place) => place % 251).buffer;
const upload = (folder: RemoteFolder, parts: UploadPart[], seen: number[] = []) =>
  uploadParts({
    folder,
    parts,
    onProgress: (sent) => seen.push(sent),
    signal: new AbortController().signal,
  });

describe('[E2] an upload', () => {
  it('goes on where it broke off, and sends nothing twice that has arrived', async () => {
    const bytes = bytesOf(3 * mebibyte + 7);
    const folder = new Folder();
    folder.breaks = (put) => (put === 3 ? 'before' : 'no');
    expect(await upload(folder, partsOf(bytes))).toEqual(err({ type: 'offline' }));
    const seen: number[] = [];
    expect(await upload(folder, partsOf(bytes), seen)).toEqual(ok(null));
    expect(folder.puts).toEqual([0, 1, 2, 2, 3].map(partName));
    expect(seen).toEqual([2 * mebibyte, 3 * mebibyte, 3 * mebibyte + 7]);
  });

  it('is whole whatever breaks it off, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.constantFrom('no', 'before', 'after'), { maxLength: 60 }),
        async (count, fates) => {
          const parts = Array.from({ length: count }, (_, part) => ({
            name: partName(part),
            sizeBytes: part + 1,
            read: () => Promise.resolve(bytesOf(part + 1)),
          }));
          const folder = new Folder();
          folder.breaks = (put) => fates[put - 1] ?? 'no';
          for (let tries = 0; tries <= fates.length; tries += 1)
            if ((await upload(folder, parts)).ok) break;
          expect([...folder.kept.keys()].toSorted()).toEqual(parts.map(({ name }) => name));
          expect(folder.puts.length).toBeLessThanOrEqual(count + fates.length);
        },
      ),
    );
  });

  it('stops at a part that lies there with another size, and sends nothing', async () => {
    const folder = new Folder();
    folder.kept.set(partName(1), bytesOf(3));
    const sent = await upload(folder, partsOf(bytesOf(2 * mebibyte)));
    expect(sent).toEqual(err({ type: 'other_size', name: partName(1) }));
    expect(folder.puts).toEqual([]);
  });

  it('is told to stop between two parts', async () => {
    const stopping = new AbortController();
    const folder = new Folder();
    folder.breaks = () => {
      stopping.abort();
      return 'no';
    };
    const options = { folder, onProgress: () => undefined, signal: stopping.signal };
    await uploadParts({ ...options, parts: partsOf(bytesOf(2 * mebibyte)) });
    expect(folder.puts).toEqual([partName(0)]);
  });
});

describe('parts', () => {
  it('are the file again when they are put together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 * mebibyte }), (size) => {
        const sizes = Array.from({ length: partCount(size) }, (_, part) => partSize(size, part));
        expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(size);
        expect(Math.min(...sizes)).toBeGreaterThan(0);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(mebibyte);
      }),
    );
  });
});
