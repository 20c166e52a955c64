import type { CodeReader } from './codeReader.ts';

export type CameraError = 'refused' | 'none' | 'insecure' | 'busy';

/** Between two looks: a part is shown for a second. */
const lookMs = 120;

/** The camera while somebody scans, and what it reads. */
export class Camera {
  state: 'off' | 'starting' | 'on' = $state('off');
  error: CameraError | null = $state(null);
  stream: MediaStream | null = $state.raw(null);
  readonly #openReader: () => Promise<CodeReader>;
  readonly #onText: (text: string) => void;
  #run = 0;

  /** @param onText told of every code that is seen, again and again while it is */
  constructor(openReader: () => Promise<CodeReader>, onText: (text: string) => void) {
    this.#openReader = openReader;
    this.#onText = onText;
  }

  async start(): Promise<void> {
    const run = ++this.#run;
    this.error = null;
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    if (!devices) {
      this.error = 'insecure';
      return;
    }
    this.state = 'starting';
    try {
      const stream = await devices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (run === this.#run) {
        this.stream = stream;
        this.state = 'on';
      } else for (const track of stream.getTracks()) track.stop();
    } catch (cause) {
      if (run !== this.#run) return;
      this.state = 'off';
      this.error = cameraError(cause);
    }
  }

  stop(): void {
    this.#run += 1;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.state = 'off';
  }

  /** Looks at the video as long as the stream runs; for `{@attach}`. */
  show = (video: HTMLVideoElement): (() => void) => {
    let isOver = false;
    video.srcObject = this.stream;
    video.play().catch(() => undefined);
    const look = async () => {
      const read = await this.#openReader();
      while (!isOver) {
        for (const text of await read(video).catch(() => [])) this.#onText(text);
        await new Promise((resolve) => setTimeout(resolve, lookMs));
      }
    };
    look().catch(() => {
      // The decoder could not be loaded.
      if (!isOver) this.error = 'busy';
    });
    return () => {
      isOver = true;
      video.srcObject = null;
    };
  };
}

const cameraError = (cause: unknown): CameraError => {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
};
