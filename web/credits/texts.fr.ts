import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  amount_one: '{{n}}\u00a0crédit',
  amount_many: '{{n}} de crédits',
  amount_other: '{{n}}\u00a0crédits',
  unit_one: 'crédit',
  unit_many: 'de crédits',
  unit_other: 'crédits',
  free: 'Gratuit',
  freeName: 'gratuit',
  held_one: 'retenu',
  held_many: 'retenus',
  held_other: 'retenus',
  wallet: 'Crédits\u00a0: disponible {{available}}, retenu {{held}}',
  edge: '{{n}}\u00a0cr',
} satisfies Translation<typeof en>;
