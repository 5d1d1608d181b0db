import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  tooFewCredits: 'Crédits insuffisants. Vos réglages sont gardés.',
  causes: {
    no_subject:
      'Aucun sujet trouvé. Essayez le mode Produit, ou une photo où le sujet se détache mieux.',
    provider_bad_output: 'Aucun fournisseur n’a livré l’image. Relancez dans un instant.',
    engine_failed: 'Le moteur a échoué sur cette image. Relancez, ou essayez une autre image.',
    deadline_exceeded: 'Le travail a duré trop longtemps, il a été arrêté. Relancez.',
    terminated: 'Un opérateur a mis fin à ce travail. Relancez.',
    expired: 'Le travail n’a pas pu commencer à temps. Relancez.',
    insufficient_credits:
      'Crédits insuffisants\u00a0: {{required}} demandés, {{available}} disponibles. Vos réglages sont gardés.',
    invalid_request: 'Certains réglages ne conviennent pas. Corrigez les champs marqués.',
    unauthenticated:
      'Votre session est terminée. Reconnectez-vous\u00a0; vos réglages restent sur cette page.',
    forbidden:
      'Votre rôle ne permet pas de lancer un travail. Demandez à un propriétaire de l’organisation.',
    forbidden_origin: 'La demande vient d’une autre adresse. Rechargez la page.',
    not_found: 'L’image n’est plus là. Ajoutez-la de nouveau.',
    organization_changed:
      'Quelqu’un s’est connecté pour une autre organisation dans ce navigateur. Rechargez la page pour y travailler, ou reconnectez-vous.',
    request_in_flight: 'La même demande attend encore sa réponse. Réessayez dans un instant.',
    file_too_large: 'Le fichier dépasse 50\u00a0Mo. Choisissez-en un plus petit.',
    unsupported_media_type:
      'Ce n’est pas une image acceptée. JPEG, PNG, WebP et AVIF fixes conviennent.',
    unreadable_image: 'L’image est illisible. Exportez-la de nouveau, en image fixe.',
    too_many_pixels: 'L’image dépasse 50\u00a0mégapixels. Choisissez-en une plus petite.',
    output_too_large:
      'Le résultat dépasserait 50\u00a0mégapixels. Choisissez un facteur plus petit.',
    idempotency_key_reused: 'Cette demande est déjà partie avec d’autres réglages. Relancez.',
    quota_exceeded: 'Une limite de votre organisation est atteinte. Réessayez plus tard.',
    rate_limited: 'Trop de demandes. Attendez une minute, puis relancez.',
    unavailable: 'Le service n’est pas disponible pour l’instant. Relancez dans un instant.',
    network:
      'La connexion a été perdue. Relancez\u00a0: la même demande n’est jamais débitée deux fois.',
    other: 'Un problème est survenu de notre côté. Relancez.',
  },
} satisfies Translation<typeof en>;
