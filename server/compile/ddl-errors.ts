/** SQLSTATE of what a writer counted on and that is not so: the write is to be done again, waiting for each answer. */
export const UNFORESEEN_STATE = 'FW002';
