/**
 * Where a picture's preview lies: beside its bytes, so that whoever forgets those forgets it too (`unneeded_keys` in
 * db/jobs/13-housekeeping.sql knows the ending).
 */
export const previewKeyOf = (key: string) => `${key}.preview`;
