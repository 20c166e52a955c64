import { mount, unmount, type Component } from 'svelte';
import './print-alone.css';

/** Prints one component on paper, and nothing else of the page. */
export const printAlone = <Props extends Record<string, unknown>>(
  sheet: Component<Props>,
  props: Props,
): void => {
  const target = document.createElement('div');
  target.className = 'print-alone';
  document.body.append(target);
  const printed = mount(sheet, { target, props });
  addEventListener(
    'afterprint',
    () => {
      void unmount(printed);
      target.remove();
    },
    { once: true },
  );
  print();
};
