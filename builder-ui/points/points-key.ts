/** What is kept of points; all of it is asked anew when the reader's points change. */
export function pointsKey(tenant: string): readonly [string, string] {
  return ['points', tenant];
}
