import { mapFailures } from '../../domain/failures.ts';
import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  tooFewCredits: 'Crédits insuffisants. Vos réglages sont gardés.',
  causes: {
    ...mapFailures(({ text }) => text.fr),
    invalid_request: 'Certains réglages ne conviennent pas. Corrigez les champs marqués.',
    unauthenticated:
      'Votre session est terminée. Reconnectez-vous\u00a0; vos réglages restent sur cette page.',
    forbidden:
      'Votre rôle ne permet pas de lancer un travail. Demandez à un propriétaire de l’organisation.',
    forbidden_origin: 'La demande vient d’une autre adresse. Rechargez la page.',
    not_found: 'L’image n’est plus là. Ajoutez-la de nouveau.',
    organization_changed:
      'Quelqu’un s’est connecté pour une autre organisation dans ce navigateur. Rechargez la page pour y travailler, ou reconnectez-vous.',
    method_not_allowed: 'Ce n’est pas possible ici. Rechargez la page.',
    request_timeout:
      'L’envoi était trop lent et a été arrêté. Réessayez avec une meilleure connexion.',
    request_in_flight: 'La même demande attend encore sa réponse. Réessayez dans un instant.',
    asset_in_use: 'Un travail a encore besoin de cette image. Attendez sa fin, ou annulez-le.',
    file_too_large: 'Le fichier dépasse 50\u00a0Mo. Choisissez-en un plus petit.',
    unsupported_media_type:
      'Ce n’est pas une image acceptée. JPEG, PNG, WebP, AVIF et HEIC fixes conviennent.',
    unreadable_image: 'L’image est illisible. Exportez-la de nouveau, en image fixe.',
    too_many_pixels: 'L’image dépasse 64\u00a0MP. Choisissez-en une plus petite.',
    side_too_long: 'Un côté de l’image dépasse 16\u00a0383\u00a0pixels. Recadrez-la d’abord.',
    output_too_large: 'Le résultat dépasserait 64\u00a0MP. Choisissez un facteur plus petit.',
    idempotency_key_reused: 'Cette demande est déjà partie avec d’autres réglages. Relancez.',
    quota_exceeded:
      'Une limite de votre organisation est atteinte. Si son stockage est plein, supprimez des images devenues inutiles\u00a0; sinon réessayez plus tard. Rien n’a été débité.',
    rate_limited: 'Trop de demandes. Attendez une minute, puis relancez.',
    network:
      'La connexion a été perdue. Relancez\u00a0: la même demande n’est jamais débitée deux fois.',
    other: 'Un problème est survenu de notre côté. Relancez.',
  },
} satisfies Translation<typeof en>;
