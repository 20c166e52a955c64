/** Pages in the background draw no frames: what waits for one goes on without it. */
const withoutFrameMs = 100;

/** @returns resolves when the screen shows what stands in the document now */
export const afterFrame = (): Promise<void> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, withoutFrameMs);
    requestAnimationFrame(() => {
      clearTimeout(late);
      // In the frame itself it would hold up the drawing.
      setTimeout(resolve);
    });
  });
