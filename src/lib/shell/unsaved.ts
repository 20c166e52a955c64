/** What a person has begun and not saved yet: a new version must not take it away [H2]. */

type FormField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isFormField = (target: EventTarget | null): target is FormField =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

const isChoice = (field: FormField): boolean =>
  field instanceof HTMLSelectElement || field.type === 'radio' || field.type === 'checkbox';

const isFilled = (field: FormField): boolean =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')
    ? field.checked
    : field.value.trim() !== '';

/** Fields of forms that a person has written into: those of filters stand in no form, and are none. */
export class Unsaved {
  readonly #touched = new Set<FormField>();

  /** @param onchange called after every touch; @returns how to stop */
  watch(page: Document, onchange: () => void): () => void {
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    page.addEventListener(
      'input',
      ({ target }) => {
        if (!isFormField(target) || !target.form) return;
        this.#touched.add(target);
        onchange();
      },
      options,
    );
    page.addEventListener(
      'submit',
      ({ target }) => {
        // A form that stays after the saving has its choices at their start again; texts are empty.
        for (const field of this.#touched)
          if (field.form === target && isChoice(field)) this.#touched.delete(field);
      },
      options,
    );
    return () => listening.abort();
  }

  /** Whether something would be lost with the page: also what asks before the page is left. */
  get hasAny(): boolean {
    for (const field of this.#touched) if (!field.isConnected) this.#touched.delete(field);
    return [...this.#touched].some(isFilled) || asksBeforeLeaving();
  }
}

const asksBeforeLeaving = (): boolean => {
  const leaving = new Event('beforeunload', { cancelable: true });
  return !dispatchEvent(leaving);
};
