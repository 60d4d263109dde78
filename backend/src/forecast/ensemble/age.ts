/** Classes of age: within the first week, within the second, older. */
export const AGES = 3;

/** The class of a series of `length` values; a week has `week` of them. */
export const ageOf = (length: number, week: number): number => (length <= week ? 0 : length <= 2 * week ? 1 : 2);
