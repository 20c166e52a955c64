import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { App } from '@supabase/lite';
import * as v from 'valibot';

type StorageAdapter = NonNullable<App['_storageAdapter']>;
type ObjectMetadata = Awaited<ReturnType<StorageAdapter['headObject']>>;

const Kept = v.object({ mimetype: v.string(), cacheControl: v.string(), eTag: v.string() });

/**
 * Keeps the files of Storage in a directory. A file's name on disk is the hash of its key, so no
 * key can leave the directory or collide with another, whatever characters it has; what Storage
 * knows of the file lies beside it as JSON.
 */
export function storageFiles(directory: string): StorageAdapter {
  const pathOf = (bucket: string, key: string) =>
    join(directory, sha256(bucket).slice(0, 16), sha256(key));

  const metadata = async (path: string): Promise<ObjectMetadata> => {
    const [file, kept] = await Promise.all([stat(path), readFile(`${path}.json`, 'utf8')]);
    return {
      ...v.parse(Kept, JSON.parse(kept)),
      contentLength: file.size,
      size: file.size,
      lastModified: file.mtime,
    };
  };

  const remove = async (bucket: string, key: string) => {
    const path = pathOf(bucket, key);
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
  };

  return {
    driver: undefined,

    async getObject(bucket, key) {
      const path = pathOf(bucket, key);
      return {
        metadata: await metadata(path),
        httpStatusCode: 200,
        body: Readable.toWeb(createReadStream(path)) as ReadableStream,
      };
    },

    async uploadObject(bucket, key, _version, body, mimetype, cacheControl) {
      const path = pathOf(bucket, key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const eTag = await writeDurably(path, body);
      await writeDurably(
        `${path}.json`,
        Buffer.from(JSON.stringify({ mimetype, cacheControl, eTag })),
      );
      return metadata(path);
    },

    async deleteObject(bucket, key) {
      await remove(bucket, key);
    },

    async deleteObjects(bucket, keys) {
      await Promise.all(keys.map((key) => remove(bucket, key)));
    },

    async copyObject(sourceBucket, source, _version, targetBucket, target) {
      const from = pathOf(sourceBucket, source);
      const to = pathOf(targetBucket, target);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await Promise.all([copyFile(from, to), copyFile(`${from}.json`, `${to}.json`)]);
      const { eTag, lastModified } = await metadata(to);
      return { httpStatusCode: 200, eTag, ...(lastModified && { lastModified }) };
    },

    async headObject(bucket, key) {
      return metadata(pathOf(bucket, key));
    },

    privateAssetUrl(bucket, key) {
      return Promise.resolve(`file://${pathOf(bucket, key)}`);
    },
  };
}

/** Writes the bytes and waits for the disk, then gives the file its name; returns the ETag. */
async function writeDurably(
  path: string,
  body: AsyncIterable<Uint8Array> | Uint8Array | ReadableStream,
): Promise<string> {
  const unfinished = `${path}.${crypto.randomUUID()}.tmp`;
  const hash = createHash('sha256');
  const file = await open(unfinished, 'wx', 0o600);
  try {
    const chunks = body instanceof Uint8Array ? [body] : (body as AsyncIterable<Uint8Array>);
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  return `"${hash.digest('hex')}"`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
