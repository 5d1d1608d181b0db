type Texts<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends string ? string : Texts<Shape[Key]>;
};

type PluralForms<Shape> = {
  [Key in keyof Shape as Key extends `${infer Stem}_other` ? `${Stem}_many` : never]?: string;
};

type WithPluralForms<Shape> = PluralForms<Shape> & {
  [Key in keyof Shape]: Shape[Key] extends string ? Shape[Key] : WithPluralForms<Shape[Key]>;
};

/** The shape of a feature's texts in every other language: English's keys, and the plural forms that English does not have. */
export type Translation<English> = WithPluralForms<Texts<English>>;
