import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  title: 'AI Studio',
  tools: 'Outils IA',
  toolsPrice: 'Crédits',
  noTool: 'Sélectionnez un outil',
  noToolHint: 'Choisissez quoi faire de votre image. Vous pouvez aussi déposer l’image d’abord.',
  image: 'Image',
  settings: 'Réglages',
  usually: 'Environ {{duration}} d’habitude.',
  seeSteps: 'Voir les étapes',
  run: {
    process: 'Lancer le traitement',
    generate: 'Générer le design',
    name: '{{verb}} ({{price}})',
    promise: 'Débité seulement si l’image arrive',
    promiseFree: 'Rien n’est débité',
    left: 'Reste {{n}}',
    sending: 'Envoi de la demande…',
    afterUpload: 'Démarre dès que l’envoi est fini…',
    reload: 'Recharger la page',
    missing: 'Il manque\u00a0: {{field}}',
    notCharged: '0\u00a0crédit débité.',
    unanswered: 'Aucune réponse\u00a0: nous ne savons pas encore si votre demande est arrivée.',
    sendAgainHint:
      'Renvoyez-la\u00a0: la même demande fait un seul travail, même envoyée plusieurs fois.',
    sendAgain: 'Renvoyer',
    runAgain: 'Relancer',
    refilled: 'Rempli d’après un travail précédent. Rien n’est débité avant que vous le lanciez.',
    request: 'Requête {{id}}',
    tryMode: 'Essayer le mode {{mode}}',
  },
  sheet: {
    title: 'Planche-contact',
    count_one: '{{n}}\u00a0travail',
    count_many: '{{n}} de travaux',
    count_other: '{{n}}\u00a0travaux',
    empty: 'Vos résultats s’alignent ici.',
    frame: '{{operation}}, {{status}}, {{price}}',
    more: 'Voir les plus anciens',
  },
} satisfies Translation<typeof en>;
