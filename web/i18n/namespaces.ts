import type { Locale } from '../../domain/languages.ts';

/** Where each feature's texts stand; a browser loads those of its language that its page needs. */
export const sources = {
  assets: {
    en: () => import('../assets/texts.en.ts'),
    fr: () => import('../assets/texts.fr.ts'),
  },
  credits: {
    en: () => import('../credits/texts.en.ts'),
    fr: () => import('../credits/texts.fr.ts'),
  },
  jobs: {
    en: () => import('../jobs/texts.en.ts'),
    fr: () => import('../jobs/texts.fr.ts'),
  },
  operations: {
    en: () => import('../operations/texts.en.ts'),
    fr: () => import('../operations/texts.fr.ts'),
  },
  preferences: {
    en: () => import('../preferences/texts.en.ts'),
    fr: () => import('../preferences/texts.fr.ts'),
  },
  problems: {
    en: () => import('../problems/texts.en.ts'),
    fr: () => import('../problems/texts.fr.ts'),
  },
  shell: {
    en: () => import('../shell/texts.en.ts'),
    fr: () => import('../shell/texts.fr.ts'),
  },
  signIn: {
    en: () => import('../sign-in/texts.en.ts'),
    fr: () => import('../sign-in/texts.fr.ts'),
  },
  studio: {
    en: () => import('../studio/texts.en.ts'),
    fr: () => import('../studio/texts.fr.ts'),
  },
} satisfies Record<string, Readonly<Record<Locale, () => Promise<{ texts: object }>>>>;

export type Namespace = keyof typeof sources;

export const namespaces = Object.keys(sources) as Namespace[];
