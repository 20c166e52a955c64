export interface ScaleBar {
  /** A round length: 1, 2 or 5 times a power of ten. */
  metres: number;
  /** How long the bar is on the screen. */
  px: number;
}

/** The longest round scale bar that fits. */
export const scaleBar = (metresPerPx: number, maxPx: number): ScaleBar => {
  const longest = metresPerPx * maxPx;
  const power = 10 ** Math.floor(Math.log10(longest));
  const digit = [5, 2, 1].find((step) => step * power <= longest) ?? 1;
  const metres = digit * power;
  return { metres, px: metres / metresPerPx };
};

/** Ground metres for one screen pixel at a latitude, for tiles of 256 px in Web Mercator. */
export const metresPerPx = (lat: number, zoom: number): number =>
  (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom);
