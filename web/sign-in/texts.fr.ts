import type { Translation } from '../i18n/translation.ts';
import type { texts as en } from './texts.en.ts';

export const texts = {
  title: 'Se connecter',
  lead: 'Personne ne paie une image qui n’arrive pas.',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  submit: 'Se connecter',
  busy: 'Connexion…',
  photo: 'Une tasse de café rouge sur une table en bois',
  errors: {
    invalid_credentials:
      'Cette adresse et ce mot de passe ne correspondent pas. Vérifiez les deux.',
    rate_limited: 'Trop d’essais. Attendez une minute, puis réessayez.',
    no_organization:
      'Votre compte n’appartient plus à aucune organisation. Demandez à qui gère ce studio\u00a0; rien n’a été débité.',
    forbidden_origin: 'Ce formulaire vient d’un autre site. Rechargez la page et réessayez.',
  },
  signUp: {
    title: 'Créer votre compte',
    lead: 'Vous avez été invité. Vos images et vos crédits sont ceux de votre propre organisation.',
    goneTitle: 'Pas d’invitation',
    gone: 'Cette invitation a servi, a expiré ou n’a jamais existé. Demandez-en une autre, ou connectez-vous.',
    name: 'Nom',
    passwordHint: 'Au moins {{min}} caractères.',
    submit: 'Créer le compte',
    busy: 'Création du compte…',
    errors: {
      name: 'Écrivez votre nom, en 100 caractères au plus.',
      password: 'Choisissez un mot de passe de {{min}} à {{max}} caractères.',
      taken: 'Quelqu’un a déjà un compte avec cette adresse. Connectez-vous avec elle.',
    },
  },
} satisfies Translation<typeof en>;
