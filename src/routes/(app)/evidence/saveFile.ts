/** Hands a file to the browser, as a download under this name. */
export const saveFile = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken it by then, whatever its size.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
