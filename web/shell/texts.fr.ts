import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  studio: 'Studio',
  skip: 'Aller au contenu',
  menu: 'Compte',
  signOut: 'Se déconnecter',
  offline: {
    title: 'Connexion perdue.',
    text: 'Vos travaux continuent sur le serveur. Dernière réponse {{ago}}.',
    retry: 'Réessayer maintenant',
  },
  page: {
    missing: 'Il n’y a rien à cette adresse.',
    broken: 'Cette page n’a pas pu s’afficher.',
    brokenHint: 'Vos images et vos crédits sont intacts. Si cela continue, donnez-nous ce numéro.',
    changed: 'Cette page montre une autre organisation.',
    changedHint:
      'Quelqu’un s’est connecté pour une autre organisation dans ce navigateur. Rien n’a été fait ni débité\u00a0: revenez au studio pour y travailler, ou reconnectez-vous.',
    refused: 'Ce formulaire ne nous est pas parvenu comme l’un des nôtres.',
    refusedHint: 'Rien n’a été fait ni débité. Revenez en arrière, rechargez la page et réessayez.',
    reload: 'Recharger',
    home: 'Aller au studio',
  },
} satisfies Translation<typeof en>;
