import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  short: {
    'background-removal': 'Arrière-plan',
    upscale: 'Agrandir',
    'extract-colors': 'Couleurs',
    'text-to-design': 'Design',
    'smart-crop': 'Recadrage',
  },
  form: {
    advanced: 'Réglages avancés',
    modified_one: '{{count}} modifié',
    modified_many: '{{count}} modifiés',
    modified_other: '{{count}} modifiés',
    random: 'Au hasard',
    keep: 'Garder un nombre',
    addColor: 'Ajouter une couleur',
    colorHex: 'Couleur {{index}}, valeur CSS',
    colorPicker: 'Couleur {{index}}, nuancier',
    removeColor: 'Retirer la couleur {{color}}',
    comesOut: 'Taille du résultat\u00a0: {{size}}.',
    enlarges:
      'Taille du résultat\u00a0: {{size}}. C’est un agrandissement, votre image faisant {{own}}.',
    counter: '{{used}} sur {{max}}',
    printed: 'Sur votre design',
    unprinted: 'Ne peut être imprimé, nos polices ne l’ont pas\u00a0: {{words}}',
    nothingPrinted: 'Aucun mot, seulement un dessin.',
    allUnprinted: 'Aucun de ces mots ne peut être imprimé. Rien ne serait débité.',
    errors: {
      image: 'Ajoutez d’abord une image.',
      required: 'Remplissez ce champ.',
      choice: 'Choisissez.',
      tooLong: '{{max}} caractères au plus.',
      range: 'Entre {{min}} et {{max}}.',
      color: '«\u00a0{{value}}\u00a0» n’est pas une couleur CSS.',
      refused: 'Cette valeur n’est pas acceptée. Choisissez-en une autre.',
      outputTooLarge:
        'Le résultat dépasserait 64\u00a0MP. Choisissez moins, ou une image plus petite.',
    },
  },
  ratio: {
    '1:1': 'Carré (1:1)',
    '16:9': 'Large (16:9)',
    '9:16': 'Haut (9:16)',
    '4:3': 'Classique (4:3)',
    '3:4': 'Portrait (3:4)',
    A4: 'A4 à imprimer',
    A5: 'A5 à imprimer',
  },
} satisfies Translation<typeof en>;
