import type { Page } from '@playwright/test';

/**
 * Everything that the phone keeps of the app's data, as text: all entries of every IndexedDB, and
 * the sealed ones opened with the phone's own key, as whoever has the unlocked phone could.
 */
export const everythingKept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(request.error?.name));
      });
    const texts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const entries: { database: string; store: string; value: unknown }[] = [];
    for (const { name: database = '' } of await indexedDB.databases()) {
      const opened = await done(indexedDB.open(database));
      for (const store of opened.objectStoreNames) {
        const values = await done(opened.transaction(store).objectStore(store).getAll());
        for (const value of values as unknown[]) entries.push({ database, store, value });
      }
      opened.close();
    }
    const aes = (iv: BufferSource, context?: string) => ({
      name: 'AES-GCM',
      iv,
      ...(context === undefined ? {} : { additionalData: new TextEncoder().encode(context) }),
    });
    type Vault = { wrapped: { iv: BufferSource; key: BufferSource }; deviceKey: CryptoKey };
    const vaults = entries.filter(
      ({ store, value }) => store === 'vault' && typeof value === 'object' && value !== null,
    );
    const keys: CryptoKey[] = [];
    for (const { value } of vaults) {
      if (!('wrapped' in (value as object))) continue;
      const { wrapped, deviceKey } = value as Vault;
      const how = aes(wrapped.iv);
      const usages = ['decrypt'] as const;
      keys.push(
        await crypto.subtle.unwrapKey('raw', wrapped.key, deviceKey, how, 'AES-GCM', false, usages),
      );
    }
    type Kept = { body?: { iv: BufferSource; data: BufferSource } } & Record<string, unknown>;
    for (const { database, store, value } of entries) {
      texts.push(JSON.stringify(value));
      const { body, rev, key, seq, format, state } = value as Kept;
      if (!body?.data) continue;
      const context =
        store === 'chunks'
          ? JSON.stringify([database, 'chunk', rev])
          : JSON.stringify([database, 'record', key, seq, format, state]);
      for (const one of keys) {
        const text = await crypto.subtle
          .decrypt(aes(body.iv, context), one, body.data)
          .catch(() => null);
        if (text) texts.push(new TextDecoder().decode(text));
      }
    }
    return texts.join('\n');
  });
