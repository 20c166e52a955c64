import { mount, unmount, type ComponentProps } from 'svelte';
import PrintTable from './PrintTable.svelte';

/** Prints the table as it is handed on, and nothing else of the page. */
export const printTable = (props: ComponentProps<typeof PrintTable>): void => {
  const target = document.createElement('div');
  target.className = 'print-table';
  document.body.append(target);
  const sheet = mount(PrintTable, { target, props });
  addEventListener(
    'afterprint',
    () => {
      void unmount(sheet);
      target.remove();
    },
    { once: true },
  );
  print();
};
