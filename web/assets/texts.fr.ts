import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  drop: {
    title: 'Cliquez ou glissez une image ici',
    hint: 'ou collez-la. JPEG, PNG, WebP, AVIF, HEIC, 50\u00a0Mo au plus',
    samples: 'Trois exemples pour essayer',
    sampleMissing: 'L’exemple n’est pas arrivé. Réessayez quand la ligne est revenue.',
    sample: {
      coffee: 'Exemple\u00a0: une tasse de café',
      flower: 'Exemple\u00a0: une fleur',
      chelsea: 'Exemple\u00a0: un chat',
    },
    release: 'Lâchez pour ajouter',
    oneOnly_one: 'Une image à la fois\u00a0: {{count}} autre fichier n’a pas été pris.',
    oneOnly_many: 'Une image à la fois\u00a0: {{count}} autres fichiers n’ont pas été pris.',
    oneOnly_other: 'Une image à la fois\u00a0: {{count}} autres fichiers n’ont pas été pris.',
    choose: 'Choisissez',
    replace:
      'une autre image, déposez-la ou collez-la. JPEG, PNG, WebP, AVIF, HEIC, 50\u00a0Mo au plus.',
    remove: 'Retirer l’image',
    preview: 'Votre image',
    noPreview:
      'Ce navigateur ne sait pas montrer ce fichier. L’image sera visible dès qu’elle sera envoyée.',
    noImage: 'Cet outil n’a pas besoin d’image',
    noImageHint: 'Décrivez votre design\u00a0; le résultat s’affiche ici.',
  },
  upload: {
    title: 'Envoi de l’image',
    progress: '{{sent}} sur {{total}}',
    nothingHeld: 'Rien n’est retenu tant que l’envoi n’est pas fini.',
    stop: 'Arrêter l’envoi',
    retry: 'Envoyer de nouveau',
  },
  said: {
    uploading: 'Envoi de {{name}}, {{size}}, {{bytes}}.',
    uploaded: '{{name}} est envoyée.',
    removed: 'L’image est retirée.',
  },
  unusable: {
    type: 'Ce fichier n’est pas une image acceptée (JPEG, PNG, WebP, AVIF ou HEIC). Rien n’a été envoyé.',
    size: '{{size}}, la limite est 50\u00a0Mo. Rien n’a été envoyé.',
    pixels: '{{size}}\u00a0MP, la limite est {{most}}\u00a0MP. Rien n’a été envoyé.',
    side: 'Un côté de {{count}} pixels, la limite est 16\u00a0383. Rien n’a été envoyé.',
    unreadable: 'L’image est illisible. Exportez-la de nouveau et réessayez. Rien n’a été envoyé.',
  },
} satisfies Translation<typeof en>;
