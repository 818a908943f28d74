import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FieldKind } from '../../../schema/model/model.ts';

/** What comes up from the lower edge of a phone. */
export const SHEETS = ['palette', 'outline', 'properties'] as const;
export type Sheet = (typeof SHEETS)[number];

export const DEVICES = ['desktop', 'tablet', 'phone'] as const;
export type Device = (typeof DEVICES)[number];

/** A menu to choose from at the selection: something to add, or the object that a reference leads to. */
export type Picking = { readonly kind: 'add' } | { readonly kind: 'target'; readonly type: FieldKind };

/** What the form designer shows, none of which is in the draft. */
export interface StageState {
  /** Node ids in the order they were chosen; the last is the one that keys act on. */
  readonly selected: readonly string[];
  /** The node whose label is being typed. */
  readonly editing: string | undefined;
  /** Where it is typed: in the picture or in the tree. */
  readonly editingIn: 'canvas' | 'outline';
  readonly device: Device;
  readonly isPreview: boolean;
  readonly left: 'palette' | 'outline';
  /** On a phone, what covers the lower part of the form. */
  readonly sheet: Sheet | undefined;
  readonly picking: Picking | undefined;
  /** Of tabs, the one that is open. */
  readonly openTabs: Readonly<Record<string, string>>;
  /** A field that somebody asked to archive, until they decide. */
  readonly archiving: string | undefined;
  /** The form chosen among several. */
  readonly view: string | undefined;
}

export type Stage = StoreApi<StageState>;

/** A designer that has just been opened, for the device that it stands on. */
export function createStage(device: Device): Stage {
  return createStore<StageState>(() => ({
    selected: [],
    editing: undefined,
    editingIn: 'canvas',
    device,
    isPreview: false,
    left: 'palette',
    sheet: undefined,
    picking: undefined,
    openTabs: {},
    archiving: undefined,
    view: undefined,
  }));
}
