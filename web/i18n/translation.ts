import type { en } from './en.ts';

type Texts<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends string ? string : Texts<Shape[Key]>;
};

type PluralForms<Shape> = {
  [Key in keyof Shape as Key extends `${infer Stem}_other` ? `${Stem}_many` : never]?: string;
};

type WithPluralForms<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends string
    ? Shape[Key]
    : WithPluralForms<Shape[Key]> & PluralForms<Shape[Key]>;
};

/** The shape of every language: English's keys, and the plural forms that English does not have. */
export type Translation = WithPluralForms<Texts<typeof en>>;
