/** The keys of an authored map, in an order of ours: storage keeps none, and equal templates have equal models. */
export function sortedKeys(map: Readonly<Record<string, unknown>> = {}): readonly string[] {
  return Object.keys(map).sort();
}
