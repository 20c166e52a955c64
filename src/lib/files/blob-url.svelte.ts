/** An address for a blob in this page, until another one comes or the page goes. */
export class BlobUrl {
  value: string | null = $state(null);

  set(blob: Blob | null): void {
    if (this.value !== null) URL.revokeObjectURL(this.value);
    this.value = blob && URL.createObjectURL(blob);
  }
}
