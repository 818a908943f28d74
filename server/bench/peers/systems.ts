import type { BenchSystem } from '../contract.ts';
import { DIRECTUS } from './directus/system.ts';
import { POSTGRAPHILE } from './postgraphile/system.ts';
import { USUAL } from './usual/system.ts';

/** The systems that Formwork is measured beside, apart from hand-written SQL. */
export const PEERS: readonly BenchSystem[] = [POSTGRAPHILE, USUAL, DIRECTUS];
