/** Hands data to the browser as a file to keep. */
export const downloadBlob = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the file up when the click returns; the address is no longer needed.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

export const downloadCsv = (name: string, text: string): void =>
  downloadBlob(name, new Blob([text], { type: 'text/csv;charset=utf-8' }));
