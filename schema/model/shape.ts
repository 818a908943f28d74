import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../core/canonical-json.ts';
import { shapeHash as asShapeHash, type ShapeHash } from '../core/ids.ts';
import type { Model } from './model.ts';

/** Keys whose values people read and no stage executes. */
const SHOWN_KEYS: ReadonlySet<string> = new Set([
  'label',
  'help',
  'message',
  'color',
  'origin',
  'explain',
  'explainParts',
  'text',
  'range',
]);

/** Sections that are layout, data or proof and not behaviour. */
const DATA_SECTIONS: ReadonlySet<string> = new Set(['views', 'records', 'packs']);
const KEPT_DATA: ReadonlySet<string> = new Set(['reports', 'leaderboards', 'tests']);

function sectionsOf(model: Model): Readonly<Record<string, unknown>> {
  const { kept, ...rest } = model;
  const sections = Object.entries(rest).filter(([key]) => !DATA_SECTIONS.has(key));
  const keptSections = Object.entries(kept).filter(([key]) => !KEPT_DATA.has(key));
  return { ...Object.fromEntries(sections), kept: Object.fromEntries(keptSections) };
}

/** Objects whose keys are ids: a field called `label` there is a field. */
const ID_MAPS: ReadonlySet<string> = new Set([
  'set',
  'key',
  'move',
  'values',
  'in',
  'budget',
  'per',
  'requires',
  'kept',
]);

function strip(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => strip(item));
  if (typeof value !== 'object' || value === null) return value;
  // A look-up holds its table, which is a part of the shape already: said again at each use, large tables would swell it.
  if ('kind' in value && value.kind === 'table' && 'table' in value && 'args' in value) {
    return { kind: 'table', table: idOf(value.table), args: strip(value.args) };
  }
  const entries = Object.entries(value).filter(([key]) => ID_MAPS.has(name) || !SHOWN_KEYS.has(key));
  return Object.fromEntries(entries.map(([key, child]) => [key, strip(child, key)]));
}

function idOf(table: unknown): unknown {
  return typeof table === 'object' && table !== null && 'id' in table ? table.id : table;
}

const texts = new WeakMap<object, string>();

/**
 * What affects execution, as canonical JSON (SPEC [MOD-80]): ids, API names, types, constraints, expressions and rights;
 * no labels, help, messages, layouts or records. Order of fields stays: inputs and columns follow it. Entities are most
 * of it, and one that two models share is said once.
 */
function shapeText(model: Model): string {
  const { entities, ...others } = sectionsOf(model);
  const parts = [
    ...Object.entries(others).map(([key, value]) => [key, canonicalJson(strip(value, key))] as const),
    ...(entities === undefined ? [] : [['entities', `[${model.entities.map(entityText).join()}]`] as const]),
  ];
  const inOrder = parts.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${inOrder.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()}}`;
}

function entityText(entity: object): string {
  const known = texts.get(entity) ?? canonicalJson(strip(entity));
  texts.set(entity, known);
  return known;
}

const hashes = new WeakMap<Model, ShapeHash>();

/** SHA-256 of the shape's canonical JSON; tenants with equal hashes share one compiled bundle. Remembered by model. */
export function shapeHash(model: Model): ShapeHash {
  const known = hashes.get(model);
  if (known !== undefined) return known;
  const hash = asShapeHash(`sha256:${bytesToHex(sha256(utf8ToBytes(shapeText(model))))}`);
  hashes.set(model, hash);
  return hash;
}
