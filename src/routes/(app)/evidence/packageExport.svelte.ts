/** The most items that one package has. */
export const mostExported = 100;

/** The making of a package, from the request to the file. */
export class PackageExport {
  state: 'idle' | 'running' | 'done' | 'failed' = $state('idle');
  /** SHA-256 of the package's manifest, for the receipt. */
  fingerprint = $state('');

  /** @returns the file with its name; null when it broke off, for half a package proves nothing */
  async run(
    operation: string,
    items: readonly string[],
    to: string,
    get: typeof fetch = fetch,
  ): Promise<File | null> {
    this.state = 'running';
    try {
      const response = await get('/evidence/package', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ operation, items, to }),
      });
      const fingerprint = response.headers.get('x-package-fingerprint');
      if (!response.ok || !fingerprint) throw new Error(String(response.status));
      const bytes = await response.blob();
      this.fingerprint = fingerprint;
      this.state = 'done';
      const name = `evidence-${fingerprint.slice(0, 8)}.zip`;
      return new File([bytes], name, { type: 'application/zip' });
    } catch {
      this.state = 'failed';
      return null;
    }
  }
}
