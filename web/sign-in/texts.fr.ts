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
    forbidden_origin: 'Ce formulaire vient d’un autre site. Rechargez la page et réessayez.',
  },
} satisfies Translation<typeof en>;
