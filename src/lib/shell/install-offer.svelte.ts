/** What Chromium sends before it would offer to install the app; other browsers never do. */
interface BeforeInstallPrompt extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

const isPrompt = (event: Event): event is BeforeInstallPrompt => 'prompt' in event;

/** The browser's offer to put the app on the home screen, kept for the settings. */
export class InstallOffer {
  #prompt: BeforeInstallPrompt | null = $state.raw(null);
  isInstalled = $state(false);

  get isOffered(): boolean {
    return this.#prompt !== null;
  }

  /** Listens from the start on, for the offer is made once; returns how to stop. */
  start(): () => void {
    const listening = new AbortController();
    const { signal } = listening;
    this.isInstalled = matchMedia('(display-mode: standalone)').matches;
    addEventListener(
      'beforeinstallprompt',
      (event) => {
        if (!isPrompt(event)) return;
        event.preventDefault();
        this.#prompt = event;
      },
      { signal },
    );
    addEventListener('appinstalled', () => (this.isInstalled = true), { signal });
    return () => listening.abort();
  }

  /** Asks the person, in the browser's own words. An offer is good for one question. */
  async accept(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = null;
    await prompt?.prompt();
  }
}
