import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  language: 'Langue',
  english: 'English',
  french: 'Français',
  toLight: 'Passer au thème clair',
  toDark: 'Passer au thème sombre',
} satisfies Translation<typeof en>;
