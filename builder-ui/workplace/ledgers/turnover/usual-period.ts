/** The period of a turnover where none is chosen. */
export const USUAL_PERIOD = 'thisMonth';
