import { MemoryStore } from './memory-store.ts';
import { describeLocalStore } from './store-contract.ts';

describeLocalStore('MemoryStore', () => Promise.resolve(new MemoryStore()));
