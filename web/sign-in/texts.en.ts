export const texts = {
  title: 'Sign in',
  lead: 'Nobody is charged for a picture that does not arrive.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  busy: 'Signing in…',
  photo: 'A red cup of coffee on a wooden table',
  errors: {
    invalid_credentials: 'This e-mail and password do not match. Check both and try again.',
    rate_limited: 'Too many attempts. Wait a minute, then try again.',
    forbidden_origin: 'This form was sent from another site. Reload the page and try again.',
  },
} as const;
