import type { Attachment } from 'svelte/attachments';

/** A screen and a half ahead of the reader, who then never waits at the end. */
const ahead = '150%';

/** Tells when an element comes near the part of the page that is seen. */
export const nearing =
  (onnear: () => void): Attachment =>
  (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onnear();
      },
      { rootMargin: `0px 0px ${ahead} 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
