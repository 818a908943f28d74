/**
 * Seconds, as exact decimal text, of an ISO 8601 duration in weeks, days, hours, minutes and seconds; `undefined` for
 * anything else. Years and months have no fixed length and are refused.
 */
export function parseDuration(text: string): string | undefined {
  const match =
    /^(-)?P(?:(\d{1,6})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,11})(?:\.(\d{1,3}))?S)?)?$/.exec(
      text,
    );
  if (match === null || text.endsWith('P') || text.endsWith('T')) return undefined;
  const [, sign = '', weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0', fraction] = match;
  const whole =
    BigInt(weeks) * 604_800n +
    BigInt(days) * 86_400n +
    BigInt(hours) * 3_600n +
    BigInt(minutes) * 60n +
    BigInt(seconds);
  const digits = fraction === undefined ? '' : `.${fraction}`;
  return `${whole === 0n && digits === '' ? '' : sign}${whole}${digits}`;
}
